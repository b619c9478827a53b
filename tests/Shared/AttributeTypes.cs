using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Dagstack.Extensions.Tests.Architecture;

/// <summary>Hands on each type of the assembly that an attribute names by <c>typeof</c>. In the attribute they are texts.</summary>
internal sealed class AttributeTypes(MetadataReader reader, Action<EntityHandle> add) : ICustomAttributeTypeProvider<string>
{
    private const string SystemType = "System.Type";

    private readonly Dictionary<string, TypeDefinitionHandle> _types = reader.TypeDefinitions
        .Where(handle => reader.GetTypeDefinition(handle).GetDeclaringType().IsNil)
        .ToDictionary(handle => TypeRooms.NameOf(reader, handle));

    public void AddArguments(CustomAttribute attribute)
    {
        CustomAttributeValue<string> value;
        try
        {
            value = attribute.DecodeValue(this);
        }
        catch (BadImageFormatException)
        {
            // An enum of another assembly that is not an int: what comes after it cannot be read.
            return;
        }

        foreach (var (type, argument) in value.FixedArguments.Select(static one => (one.Type, one.Value)).Concat(value.NamedArguments.Select(static one => (one.Type, one.Value))))
        {
            AddValue(type, argument);
        }
    }

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetSystemType() => SystemType;

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => TypeRooms.NameOf(reader, handle);

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        return $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
    }

    public string GetTypeFromSerializedName(string name) => name;

    public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;

    public bool IsSystemType(string type) => type == SystemType;

    private void AddValue(string type, object? value)
    {
        if (value is ImmutableArray<CustomAttributeTypedArgument<string>> items)
        {
            foreach (var item in items)
            {
                AddValue(item.Type, item.Value);
            }
        }
        else if (type == SystemType && value is string name && _types.TryGetValue(name.Split([',', '+', '['])[0], out var found))
        {
            // Of a generic type only the type itself is looked at, and not its arguments.
            add(found);
        }
    }
}
