using System.Reflection.Metadata;

namespace Dagstack.Extensions.Plugins.Testing.Il;

/// <summary>Reads the attributes of one assembly by name, so that none of them is loaded.</summary>
internal sealed class AttributeNames(MetadataReader reader)
{
    private static readonly string s_allow = typeof(AllowPluginViolationAttribute).FullName!;

    public bool Has(CustomAttributeHandleCollection attributes, string name) => attributes.Any(handle => NameOf(reader.GetCustomAttribute(handle)) == name);

    /// <summary>Tells whether a source generator says that it wrote this.</summary>
    public bool IsGenerated(CustomAttributeHandleCollection attributes) => Has(attributes, "System.CodeDom.Compiler.GeneratedCodeAttribute");

    public IEnumerable<(string Code, string Justification)> Allowed(CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes.Select(reader.GetCustomAttribute).Where(attribute => NameOf(attribute) == s_allow))
        {
            // A prolog of two bytes, and two texts.
            var blob = reader.GetBlobReader(attribute.Value);
            blob.Offset += 2;
            yield return (blob.ReadSerializedString() ?? string.Empty, blob.ReadSerializedString() ?? string.Empty);
        }
    }

    private string NameOf(CustomAttribute attribute)
    {
        var type = attribute.Constructor.Kind switch
        {
            HandleKind.MemberReference => reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent,
            HandleKind.MethodDefinition => reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType(),
            _ => default,
        };
        return type.Kind switch
        {
            HandleKind.TypeReference => TypeNames.Of(reader, (TypeReferenceHandle)type),
            HandleKind.TypeDefinition => TypeNames.Of(reader, (TypeDefinitionHandle)type),
            _ => string.Empty,
        };
    }
}
