using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Dagstack.Extensions.Tests.Architecture;

/// <summary>Finds the types of its own assembly that a type uses.</summary>
internal sealed class TypeUses
{
    private readonly PEReader _image;
    private readonly MetadataReader _reader;
    private readonly SignatureTypes _signatures;
    private readonly AttributeTypes _attributes;
    private HashSet<TypeDefinitionHandle> _found = [];

    /// <summary>Looks into an assembly.</summary>
    public TypeUses(PEReader image, MetadataReader reader)
    {
        (_image, _reader) = (image, reader);
        _signatures = new(Add);
        _attributes = new(reader, Add);
    }

    /// <summary>Finds them.</summary>
    /// <param name="type">The type, not a nested one. Those nested in it count for it.</param>
    /// <returns>Types that are not nested, the type itself among them.</returns>
    public IReadOnlyCollection<TypeDefinitionHandle> Of(TypeDefinitionHandle type)
    {
        _found = [];
        AddType(type);
        return _found;
    }

    private void AddType(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        Add(type.BaseType);
        AddAttributes(type.GetCustomAttributes());
        AddConstraints(type.GetGenericParameters());
        foreach (var implementation in type.GetInterfaceImplementations())
        {
            Add(_reader.GetInterfaceImplementation(implementation).Interface);
        }

        foreach (var field in type.GetFields().Select(_reader.GetFieldDefinition))
        {
            field.DecodeSignature(_signatures, null);
            AddAttributes(field.GetCustomAttributes());
        }

        // The types of properties are those of their accessors, the types of events those of theirs.
        foreach (var property in type.GetProperties())
        {
            AddAttributes(_reader.GetPropertyDefinition(property).GetCustomAttributes());
        }

        foreach (var @event in type.GetEvents())
        {
            AddAttributes(_reader.GetEventDefinition(@event).GetCustomAttributes());
        }

        foreach (var method in type.GetMethods())
        {
            AddMethod(_reader.GetMethodDefinition(method));
        }

        foreach (var nested in type.GetNestedTypes())
        {
            AddType(nested);
        }
    }

    private void AddMethod(MethodDefinition method)
    {
        method.DecodeSignature(_signatures, null);
        AddAttributes(method.GetCustomAttributes());
        AddConstraints(method.GetGenericParameters());
        foreach (var parameter in method.GetParameters())
        {
            AddAttributes(_reader.GetParameter(parameter).GetCustomAttributes());
        }

        if (method.RelativeVirtualAddress == 0)
        {
            return;
        }

        var body = _image.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
        {
            Add(body.LocalSignature);
        }

        foreach (var region in body.ExceptionRegions.Where(static region => region.Kind == ExceptionRegionKind.Catch))
        {
            Add(region.CatchType);
        }

        foreach (var handle in IlTokens.Read(body.GetILReader()))
        {
            Add(handle);
        }
    }

    private void AddConstraints(GenericParameterHandleCollection parameters)
    {
        foreach (var constraint in parameters.SelectMany(parameter => _reader.GetGenericParameter(parameter).GetConstraints()))
        {
            Add(_reader.GetGenericParameterConstraint(constraint).Type);
        }
    }

    private void AddAttributes(CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes.Select(_reader.GetCustomAttribute))
        {
            Add(attribute.Constructor);
            _attributes.AddArguments(attribute);
        }
    }

    private void Add(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            // The base type of an interface is none.
            case HandleKind.TypeDefinition when !handle.IsNil:
                _found.Add(TypeRooms.Outermost(_reader, (TypeDefinitionHandle)handle));
                break;
            case HandleKind.TypeSpecification:
                _reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_signatures, null);
                break;
            case HandleKind.MethodDefinition:
                Add(_reader.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                Add(_reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MemberReference:
                Add(_reader.GetMemberReference((MemberReferenceHandle)handle).Parent);
                break;
            case HandleKind.MethodSpecification:
                var method = _reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                Add(method.Method);
                method.DecodeSignature(_signatures, null);
                break;
            case HandleKind.StandaloneSignature:
                var signature = _reader.GetStandaloneSignature((StandaloneSignatureHandle)handle);
                _ = signature.GetKind() == StandaloneSignatureKind.LocalVariables
                    ? signature.DecodeLocalSignature(_signatures, null).Length
                    : signature.DecodeMethodSignature(_signatures, null).RequiredParameterCount;
                break;
        }
    }
}
