using System.Reflection;
using System.Reflection.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>The keys by which a plugin's class takes services as constructor parameters, other plugins among them.</summary>
internal static class InjectedKeys
{
    /// <summary>Finds the keys. Nothing is loaded for it; what cannot be read has none, and fails when it starts.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="modules">Finds its module.</param>
    public static IReadOnlyList<string> Of(PluginDescription plugin, ModuleSources modules)
    {
        if (plugin.Factory is not null || plugin.Manifest.EntryPoint is not { } entryPoint)
        {
            return [];
        }

        try
        {
            return plugin.Folder is { } folder
                ? OfModule(plugin.Id, entryPoint, modules.Open(plugin, entryPoint, folder))
                : OfType(InTreeClass.Find(plugin, entryPoint));
        }
        catch (Exception fault) when (fault is PluginRegistryException or OperationCanceledException or BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            // The start meets the same, and says so.
            return [];
        }
    }

    private static List<string> OfType(Type type) =>
        [.. type.GetConstructors().SelectMany(static constructor => constructor.GetParameters()).Select(static parameter => parameter.GetCustomAttribute<FromKeyedServicesAttribute>()?.Key).OfType<string>()];

    private static List<string> OfModule(PluginId plugin, PluginEntryPoint entryPoint, EntryModule module)
    {
        using var image = module.Open();
        if (image.Complaint is not null || !Uses(image.Metadata))
        {
            return [];
        }

        var metadata = image.Metadata;
        var name = ClassNames.Find(plugin, entryPoint, module.Path, metadata);
        var type = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).FirstOrDefault(type => ClassNames.FullName(metadata, type) == name);
        return [.. type.GetMethods()
            .Select(metadata.GetMethodDefinition)
            .Where(method => (method.Attributes & MethodAttributes.Public) == MethodAttributes.Public && metadata.StringComparer.Equals(method.Name, ".ctor"))
            .SelectMany(method => method.GetParameters())
            .Select(parameter => KeyOf(metadata, metadata.GetParameter(parameter).GetCustomAttributes()))
            .OfType<string>()];
    }

    /// <summary>Tells whether an assembly knows the attribute at all, which most do not.</summary>
    private static bool Uses(MetadataReader metadata) =>
        metadata.TypeReferences.Any(type => metadata.StringComparer.Equals(metadata.GetTypeReference(type).Name, nameof(FromKeyedServicesAttribute)));

    /// <summary>Finds the key by which a parameter takes a service; null if it has none that is a text.</summary>
    public static string? KeyOf(MetadataReader metadata, CustomAttributeHandleCollection attributes) =>
        attributes.Select(attribute => KeyOf(metadata, metadata.GetCustomAttribute(attribute))).FirstOrDefault(static key => key is not null);

    private static string? KeyOf(MetadataReader metadata, CustomAttribute attribute)
    {
        if (!AssemblyImage.IsOf(metadata, attribute, nameof(FromKeyedServicesAttribute)))
        {
            return null;
        }

        // The key is an object: its type comes first. Only text can name a plugin.
        var value = metadata.GetBlobReader(attribute.Value);
        return value.Length > 3 && value.ReadUInt16() == 1 && value.ReadSerializationTypeCode() == SerializationTypeCode.String ? value.ReadSerializedString() : null;
    }
}
