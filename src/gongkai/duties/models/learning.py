"""The roster of those who learn (学员), courses (培训) and who attended them."""

from __future__ import annotations

from django.db import models

from gongkai.people.models import Agency, Person, Unit


class Learner(models.Model):
    """Somebody of the agency's staff who attends courses and sits examinations; known by the staff number."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    staff_number = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    #: The account, where there is one: with it the person sees the own records and sits online.
    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True, related_name="+")
    #: The last day with the agency; who has left is enrolled in nothing any more.
    left_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["staff_number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "staff_number"], name="one_learner_per_staff_number")
        ]
        indexes = [models.Index(fields=["agency", "unit", "staff_number"], name="learner_by_unit")]

    def __str__(self) -> str:
        return f"{self.staff_number} {self.name}"


class Course(models.Model):
    """A course on its way (``domain.duties.learning``)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    #: Such as CGJ-PX-2026-001; never reused.
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    #: Keys of ``law/duties_learning.toml``.
    topic = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    begins_on = models.DateField()
    ends_on = models.DateField()
    #: Hours of study a person who was there gets.
    hours = models.DecimalField(max_digits=5, decimal_places=1, default=0)
    place = models.CharField(max_length=120, blank=True)
    teacher = models.CharField(max_length=120, blank=True)
    about = models.TextField(blank=True)
    #: Keys of the units invited.
    invited = models.JSONField(default=list)
    state = models.CharField(max_length=12, default="draft")
    announced_on = models.DateField(null=True)
    #: The day the attendance was closed; from then on it stays as it is.
    held_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-begins_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="one_course_per_number"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("begins_on")), name="course_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["agency", "state", "-begins_on"], name="course_by_state")]

    def __str__(self) -> str:
        return self.number


class Attendance(models.Model):
    """A learner at a course: the study record (学习记录) once the attendance is closed."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="attendances")
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="attendances")
    #: The unit on the day of the course.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    #: False: ticked by mistake and taken back.
    present = models.BooleanField(default=True)
    hours = models.DecimalField(max_digits=5, decimal_places=1)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["course", "learner"], name="one_attendance_per_learner")
        ]
