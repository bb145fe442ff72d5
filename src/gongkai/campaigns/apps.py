from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "gongkai.campaigns"
    label = "campaigns"
    verbose_name = "Campaigns on the street"
