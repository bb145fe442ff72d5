from django.apps import AppConfig


class PowersConfig(AppConfig):
    name = "gongkai.powers"
    label = "powers"
    verbose_name = "Powers in the open"

    def ready(self) -> None:
        """The parts of addresses that are the room's own, before any address is read."""
        from django.urls import register_converter

        from gongkai.powers.converters import Code, Kind, Of

        register_converter(Of, "power_of")
        register_converter(Kind, "power_kind")
        register_converter(Code, "power_code")
