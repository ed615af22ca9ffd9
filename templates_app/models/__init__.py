from templates_app.models.template import Language, Template, TemplateVersion

__all__ = ["Language", "Template", "TemplateVersion"]
