using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Dagstack.Tool.Settings;

/// <summary>Reads the types of signatures.</summary>
internal sealed class NamedTypes : ISignatureTypeProvider<NamedType, object?>
{
    public NamedType GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => new(reader.GetString(reader.GetTypeDefinition(handle).Name), handle, []);

    public NamedType GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Of(reader.GetString(reader.GetTypeReference(handle).Name));

    public NamedType GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public NamedType GetGenericInstantiation(NamedType genericType, ImmutableArray<NamedType> typeArguments) => genericType with { Arguments = typeArguments };

    public NamedType GetModifiedType(NamedType modifier, NamedType unmodifiedType, bool isRequired) => unmodifiedType;

    public NamedType GetPinnedType(NamedType elementType) => elementType;

    public NamedType GetPrimitiveType(PrimitiveTypeCode typeCode) => Of(typeCode.ToString());

    // None of these is a section.
    public NamedType GetSZArrayType(NamedType elementType) => Of("[]");

    public NamedType GetArrayType(NamedType elementType, ArrayShape shape) => Of("[,]");

    public NamedType GetByReferenceType(NamedType elementType) => Of("&");

    public NamedType GetPointerType(NamedType elementType) => Of("*");

    public NamedType GetFunctionPointerType(MethodSignature<NamedType> signature) => Of("*");

    public NamedType GetGenericMethodParameter(object? genericContext, int index) => Of("!!");

    public NamedType GetGenericTypeParameter(object? genericContext, int index) => Of("!");

    private static NamedType Of(string name) => new(name, null, []);
}
