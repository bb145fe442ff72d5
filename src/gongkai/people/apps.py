from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "gongkai.people"
    label = "people"
    verbose_name = "People"
