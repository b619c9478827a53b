using System.Reflection.Metadata;

namespace Dagstack.Extensions.Plugins.Testing.Il;

/// <summary>Resolves tokens of one assembly to names.</summary>
internal sealed class MemberNames
{
    private readonly MetadataReader _reader;
    private readonly Action<TypeDefinitionHandle> _reach;
    private readonly Action<string> _refer;
    private readonly TypeNames _types;

    /// <param name="reader">The assembly.</param>
    /// <param name="reach">Told of each type of the assembly that is named.</param>
    /// <param name="refer">Told the name of each type that is named.</param>
    public MemberNames(MetadataReader reader, Action<TypeDefinitionHandle> reach, Action<string> refer)
    {
        _reader = reader;
        _reach = reach;
        _refer = refer;
        _types = new(reach);
    }

    public string Decode(FieldDefinition field) => Refer(field.DecodeSignature(_types, null));

    public void Decode(MethodDefinition method)
    {
        var signature = method.DecodeSignature(_types, null);
        Refer(signature.ReturnType);
        foreach (var parameter in signature.ParameterTypes)
        {
            Refer(parameter);
        }
    }

    public void ReadType(EntityHandle handle)
    {
        if (!handle.IsNil)
        {
            TypeOf(handle);
        }
    }

    /// <summary>Finds what a token names; null for a type alone.</summary>
    public MemberName? Resolve(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodSpecification:
                var specification = _reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                var arguments = specification.DecodeSignature(_types, null);
                foreach (var argument in arguments)
                {
                    Refer(argument);
                }

                return Resolve(specification.Method) is { } generic ? generic with { Arguments = [.. arguments] } : null;
            case HandleKind.MemberReference:
                return OfReference(_reader.GetMemberReference((MemberReferenceHandle)handle));
            case HandleKind.MethodDefinition:
                var method = _reader.GetMethodDefinition((MethodDefinitionHandle)handle);
                return Method(TypeOf(method.GetDeclaringType()), _reader.GetString(method.Name), method.DecodeSignature(_types, null));
            case HandleKind.FieldDefinition:
                var field = _reader.GetFieldDefinition((FieldDefinitionHandle)handle);
                return new(TypeOf(field.GetDeclaringType()), _reader.GetString(field.Name), [], [], field.DecodeSignature(_types, null), IsInstance: false);
            case HandleKind.TypeDefinition or HandleKind.TypeReference or HandleKind.TypeSpecification:
                TypeOf(handle);
                return null;
            default:
                return null;
        }
    }

    private MemberName OfReference(MemberReference reference)
    {
        var type = TypeOf(reference.Parent);
        var name = _reader.GetString(reference.Name);
        return reference.GetKind() == MemberReferenceKind.Field
            ? new(type, name, [], [], reference.DecodeFieldSignature(_types, null), IsInstance: false)
            : Method(type, name, reference.DecodeMethodSignature(_types, null));
    }

    private static MemberName Method(string type, string name, MethodSignature<string> signature) =>
        new(type, name, signature.ParameterTypes, [], signature.ReturnType, signature.Header.IsInstance);

    /// <summary>Gets the name of a type without its type arguments.</summary>
    private string TypeOf(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                _reach((TypeDefinitionHandle)handle);
                return TypeNames.Of(_reader, (TypeDefinitionHandle)handle);
            case HandleKind.TypeReference:
                return Refer(TypeNames.Of(_reader, (TypeReferenceHandle)handle));
            case HandleKind.TypeSpecification:
                return Refer(_reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_types, null)).Split('<')[0];
            case HandleKind.MethodDefinition:
                return TypeOf(_reader.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
            default:
                return string.Empty;
        }
    }

    private string Refer(string name)
    {
        foreach (var part in name.Split(['<', '>', ',', '[', ']', '&', '*'], StringSplitOptions.RemoveEmptyEntries))
        {
            _refer(part);
        }

        return name;
    }
}
