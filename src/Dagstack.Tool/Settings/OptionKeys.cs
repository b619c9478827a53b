using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Tool.Settings;

/// <summary>Reads from the metadata of a plugin in .NET which keys its options have, without loading it.</summary>
internal sealed class OptionKeys
{
    private static readonly string[] s_options = ["IOptions`1", "IOptionsMonitor`1", "IOptionsSnapshot`1"];

    private readonly MetadataReader _metadata;

    private OptionKeys(MetadataReader metadata) => _metadata = metadata;

    /// <summary>Finds the keys.</summary>
    /// <param name="folder">The folder of the plugin.</param>
    /// <param name="entryPoint">Its class.</param>
    /// <returns>The keys; null where they are not known for certain: the plugin has no options, options of another assembly, or reads its configuration by itself too.</returns>
    public static IReadOnlyList<string>? Find(string folder, PluginEntryPoint entryPoint)
    {
        var file = Path.Combine(folder, entryPoint.Module + ".dll");
        try
        {
            using var image = new PEReader(new MemoryStream(File.ReadAllBytes(file)));
            return image.HasMetadata ? new OptionKeys(image.GetMetadataReader()).Find(entryPoint.ClassName) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            // That a plugin cannot be loaded is for others to say.
            return null;
        }
    }

    private List<string>? Find(string className)
    {
        if (ReadsConfiguration() || TypesOf(className) is not [var plugin])
        {
            return null;
        }

        NamedType[] options =
        [
            .. plugin.GetMethods().Select(_metadata.GetMethodDefinition)
                .Where(method => _metadata.GetString(method.Name) == ".ctor" && (method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public)
                .SelectMany(static method => method.DecodeSignature(new NamedTypes(), null).ParameterTypes)
                .Where(static type => s_options.Contains(type.Name) && type.Arguments.Count == 1)
                .Select(static type => type.Arguments[0])
                .Distinct(),
        ];
        var keys = options.Select(KeysOf).ToArray();
        return keys.Length == 0 || keys.Contains(null) ? null : [.. keys.SelectMany(static own => own!).Distinct()];
    }

    /// <summary>Tells whether the plugin asks for its section as such, or makes services that may have options of their own.</summary>
    private bool ReadsConfiguration() =>
        _metadata.TypeReferences.Select(_metadata.GetTypeReference).Any(type => _metadata.GetString(type.Name) is "IPluginServices" || (_metadata.GetString(type.Name) is "IConfiguration" or "IConfigurationSection"))
        || _metadata.MemberReferences.Select(_metadata.GetMemberReference).Any(member => _metadata.GetString(member.Name) == "get_Configuration");

    private TypeDefinition[] TypesOf(string className) => [.. _metadata.TypeDefinitions.Select(_metadata.GetTypeDefinition).Where(type =>
    {
        var name = _metadata.GetString(type.Name);
        return name == className || $"{_metadata.GetString(type.Namespace)}.{name}" == className;
    })];

    private List<string>? KeysOf(NamedType options)
    {
        if (options is not { Own: { } handle, Arguments.Count: 0 })
        {
            return null;
        }

        // A collection has other keys than those of its properties.
        var (keys, isPlain) = (new List<string>(), true);
        while (true)
        {
            var type = _metadata.GetTypeDefinition(handle);
            isPlain &= IsPlain(type);
            keys.AddRange(type.GetProperties().Select(_metadata.GetPropertyDefinition).Select(NameOf));
            switch (type.BaseType)
            {
                case { Kind: HandleKind.TypeDefinition } inner:
                    handle = (TypeDefinitionHandle)inner;
                    break;
                case { Kind: HandleKind.TypeReference } outer when _metadata.GetString(_metadata.GetTypeReference((TypeReferenceHandle)outer).Name) is "Object":
                    return isPlain && keys.Count > 0 ? keys : null;
                default:
                    return null;
            }
        }
    }

    /// <summary>Tells whether all that a type implements is comparing itself and the like, and not being a collection.</summary>
    private bool IsPlain(TypeDefinition type) => type.GetInterfaceImplementations().Select(_metadata.GetInterfaceImplementation).All(implemented =>
    {
        var name = implemented.Interface.Kind switch
        {
            HandleKind.TypeSpecification => _metadata.GetTypeSpecification((TypeSpecificationHandle)implemented.Interface).DecodeSignature(new NamedTypes(), null).Name,
            HandleKind.TypeReference => _metadata.GetString(_metadata.GetTypeReference((TypeReferenceHandle)implemented.Interface).Name),
            _ => string.Empty,
        };
        return name is "IEquatable`1" or "IValidatableObject" or "ICloneable";
    });

    /// <summary>Reads the name of a key: that of its property, or what [ConfigurationKeyName] says.</summary>
    private string NameOf(PropertyDefinition property)
    {
        foreach (var attribute in property.GetCustomAttributes().Select(_metadata.GetCustomAttribute))
        {
            if (attribute.Constructor.Kind == HandleKind.MemberReference
                && _metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent
                && _metadata.GetString(_metadata.GetTypeReference((TypeReferenceHandle)parent).Name) == "ConfigurationKeyNameAttribute")
            {
                var value = _metadata.GetBlobReader(attribute.Value);
                return value.ReadUInt16() == 1 && value.ReadSerializedString() is { Length: > 0 } name ? name : _metadata.GetString(property.Name);
            }
        }

        return _metadata.GetString(property.Name);
    }
}
