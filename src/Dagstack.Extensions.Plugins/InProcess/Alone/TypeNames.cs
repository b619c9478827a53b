using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Reads the names of types in signatures.</summary>
internal sealed class TypeNames : ISignatureTypeProvider<TypeName, object?>
{
    public TypeName GetPrimitiveType(PrimitiveTypeCode typeCode) => Of($"System.{typeCode}");

    public TypeName GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Of(ClassNames.FullName(reader, reader.GetTypeDefinition(handle)));

    public TypeName GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        return type.ResolutionScope is { IsNil: false, Kind: HandleKind.TypeReference } outer ? Of($"{GetTypeFromReference(reader, (TypeReferenceHandle)outer, 0).Name}+{name}")
            : type.Namespace.IsNil ? Of(name)
            : Of($"{reader.GetString(type.Namespace)}.{name}");
    }

    public TypeName GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public TypeName GetGenericInstantiation(TypeName genericType, ImmutableArray<TypeName> typeArguments) => new(genericType.Name, typeArguments);

    public TypeName GetSZArrayType(TypeName elementType) => Of($"{elementType.Name}[]");

    public TypeName GetArrayType(TypeName elementType, ArrayShape shape) => Of($"{elementType.Name}[{new string(',', shape.Rank - 1)}]");

    public TypeName GetByReferenceType(TypeName elementType) => Of($"{elementType.Name}&");

    public TypeName GetPointerType(TypeName elementType) => Of($"{elementType.Name}*");

    public TypeName GetFunctionPointerType(MethodSignature<TypeName> signature) => Of("fnptr");

    public TypeName GetGenericMethodParameter(object? genericContext, int index) => Of($"!!{index}");

    public TypeName GetGenericTypeParameter(object? genericContext, int index) => Of($"!{index}");

    public TypeName GetModifiedType(TypeName modifier, TypeName unmodifiedType, bool isRequired) => unmodifiedType;

    public TypeName GetPinnedType(TypeName elementType) => elementType;

    private static TypeName Of(string name) => new(name, []);
}
