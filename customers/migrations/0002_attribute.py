"""CustomerAttribute becomes Attribute: assets get attributes too. The definitions stay."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0001_initial"),
    ]

    operations = [
        migrations.RenameModel("CustomerAttribute", "Attribute"),
        migrations.AlterModelOptions(
            "attribute", {"verbose_name": "attribute", "abstract": False, "base_manager_name": "objects"}
        ),
        migrations.RemoveConstraint("attribute", "customers_customerattribute_store_row"),
        migrations.AddConstraint(
            "attribute",
            models.UniqueConstraint(fields=("store", "id"), name="customers_attribute_store_row"),
        ),
    ]
