using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>Reads the names of types in signatures.</summary>
internal sealed class SignatureTypes : ISignatureTypeProvider<SignatureType, object?>
{
    public SignatureType GetPrimitiveType(PrimitiveTypeCode typeCode) => Of($"System.{typeCode}");

    public SignatureType GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Of(ClassNames.FullName(reader, reader.GetTypeDefinition(handle)));

    public SignatureType GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        return type.ResolutionScope is { IsNil: false, Kind: HandleKind.TypeReference } outer ? Of($"{GetTypeFromReference(reader, (TypeReferenceHandle)outer, 0).Name}+{name}")
            : type.Namespace.IsNil ? Of(name)
            : Of($"{reader.GetString(type.Namespace)}.{name}");
    }

    public SignatureType GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public SignatureType GetGenericInstantiation(SignatureType genericType, ImmutableArray<SignatureType> typeArguments) => new(genericType.Name, typeArguments);

    public SignatureType GetSZArrayType(SignatureType elementType) => Of($"{elementType.Name}[]");

    public SignatureType GetArrayType(SignatureType elementType, ArrayShape shape) => Of($"{elementType.Name}[{new string(',', shape.Rank - 1)}]");

    public SignatureType GetByReferenceType(SignatureType elementType) => Of($"{elementType.Name}&");

    public SignatureType GetPointerType(SignatureType elementType) => Of($"{elementType.Name}*");

    public SignatureType GetFunctionPointerType(MethodSignature<SignatureType> signature) => Of("fnptr");

    public SignatureType GetGenericMethodParameter(object? genericContext, int index) => Of($"!!{index}");

    public SignatureType GetGenericTypeParameter(object? genericContext, int index) => Of($"!{index}");

    public SignatureType GetModifiedType(SignatureType modifier, SignatureType unmodifiedType, bool isRequired) => unmodifiedType;

    public SignatureType GetPinnedType(SignatureType elementType) => elementType;

    private static SignatureType Of(string name) => new(name, []);
}
