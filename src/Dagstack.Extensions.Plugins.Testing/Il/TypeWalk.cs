using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Dagstack.Extensions.Plugins.Testing.Il;

/// <summary>Reads a class and all types of its assembly that it leads to.</summary>
internal sealed class TypeWalk
{
    private readonly PEReader _pe;
    private readonly MetadataReader _reader;
    private readonly MemberNames _names;
    private readonly AttributeNames _attributes;
    private readonly HashSet<TypeDefinitionHandle> _reached = [];
    private readonly Queue<TypeDefinitionHandle> _waiting = [];
    private readonly HashSet<string> _interfaces = new(StringComparer.Ordinal);
    private readonly HashSet<string> _references = new(StringComparer.Ordinal);
    private readonly List<IlMethod> _methods = [];
    private readonly List<IlField> _fields = [];
    private readonly List<AllowedViolation> _allowed = [];

    public TypeWalk(PEReader pe, string className)
    {
        _pe = pe;
        _reader = pe.GetMetadataReader();
        _names = new(_reader, Reach, name => _references.Add(name));
        _attributes = new(_reader);
        foreach (var handle in _reader.TypeDefinitions)
        {
            var name = TypeNames.Of(_reader, handle);
            if (name == className || (ClassName is null && name[(name.LastIndexOfAny(['.', '+']) + 1)..] == className))
            {
                ClassName = name;
            }
        }

        Allow(_reader.GetAssemblyDefinition().GetCustomAttributes(), null, null);
        foreach (var handle in _reader.TypeDefinitions.Where(handle => TypeNames.Of(_reader, handle) == ClassName))
        {
            Reach(handle);
            ReadInterfaces(handle);
        }

        while (_waiting.TryDequeue(out var next))
        {
            Read(next);
        }
    }

    public string? ClassName { get; }

    public IReadOnlyList<IlMethod> Methods => _methods;

    public IReadOnlyList<IlField> Fields => _fields;

    /// <summary>Gets the full names of the interfaces that the class and its bases in this assembly name, but for generic ones.</summary>
    public IReadOnlySet<string> Interfaces => _interfaces;

    public IReadOnlySet<string> References => _references;

    public IReadOnlyList<AllowedViolation> Allowed => _allowed;

    private void ReadInterfaces(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        foreach (var implemented in type.GetInterfaceImplementations().Select(one => _reader.GetInterfaceImplementation(one).Interface))
        {
            switch (implemented.Kind)
            {
                case HandleKind.TypeReference:
                    _interfaces.Add(TypeNames.Of(_reader, (TypeReferenceHandle)implemented));
                    break;
                case HandleKind.TypeDefinition:
                    ReadInterfaces((TypeDefinitionHandle)implemented);
                    break;
            }
        }

        if (type.BaseType.Kind == HandleKind.TypeDefinition)
        {
            ReadInterfaces((TypeDefinitionHandle)type.BaseType);
        }
    }

    private void Reach(TypeDefinitionHandle handle)
    {
        if (!handle.IsNil && _reached.Add(handle))
        {
            _waiting.Enqueue(handle);
        }
    }

    private void Read(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        Reach(type.GetDeclaringType());
        if (_attributes.IsGenerated(type.GetCustomAttributes()))
        {
            return;
        }

        var name = TypeNames.Of(_reader, handle);
        var (source, owner) = SourceNames.OfType(name);
        Allow(type.GetCustomAttributes(), name, null);
        _names.ReadType(type.BaseType);
        foreach (var field in type.GetFields())
        {
            ReadField(source, owner, _reader.GetFieldDefinition(field));
        }

        foreach (var method in type.GetMethods())
        {
            ReadMethod(source, owner, method);
        }

        foreach (var property in type.GetProperties().Select(_reader.GetPropertyDefinition))
        {
            Allow(property.GetCustomAttributes(), name, _reader.GetString(property.Name));
        }
    }

    private void ReadField(string type, string? owner, FieldDefinition field)
    {
        var name = _reader.GetString(field.Name);
        var fieldType = _names.Decode(field);
        var property = SourceNames.Inside(name);
        Allow(field.GetCustomAttributes(), type, property ?? name);

        // Caches of delegates and lambdas have nothing between the brackets, and are of types of the compiler's own.
        if (field.Attributes.HasFlag(FieldAttributes.Static)
            && !field.Attributes.HasFlag(FieldAttributes.Literal)
            && owner is null
            && property is not ""
            && !type.StartsWith('<')
            && !_attributes.IsGenerated(field.GetCustomAttributes()))
        {
            _fields.Add(new(type, property ?? name, fieldType, field.Attributes.HasFlag(FieldAttributes.InitOnly), _attributes.Has(field.GetCustomAttributes(), "System.ThreadStaticAttribute")));
        }
    }

    private void ReadMethod(string type, string? owner, MethodDefinitionHandle handle)
    {
        var method = _reader.GetMethodDefinition(handle);
        var name = _reader.GetString(method.Name);
        _names.Decode(method);
        Allow(method.GetCustomAttributes(), type, SourceNames.OfMethod(name));
        if (method.RelativeVirtualAddress == 0 || _attributes.IsGenerated(method.GetCustomAttributes()))
        {
            return;
        }

        var body = _pe.GetMethodBody(method.RelativeVirtualAddress);
        var instructions = IlDecoder.Decode(body);
        var members = new Dictionary<int, MemberName>();
        foreach (var instruction in instructions)
        {
            if (IsToken(instruction.Code) && _names.Resolve(MetadataTokens.EntityHandle(instruction.Operand)) is { } member)
            {
                members.Add(instruction.Offset, member);
            }
        }

        _methods.Add(new()
        {
            Handle = handle,
            Type = type,
            Member = owner ?? SourceNames.OfMethod(name),
            Name = name,
            Instructions = instructions,
            Members = members,
        });
    }

    private void Allow(CustomAttributeHandleCollection attributes, string? type, string? member)
    {
        foreach (var (code, justification) in _attributes.Allowed(attributes))
        {
            _allowed.Add(new(type, member, code, justification));
        }
    }

    private static bool IsToken(ILOpCode code) => code is ILOpCode.Call or ILOpCode.Callvirt or ILOpCode.Newobj or ILOpCode.Ldftn or ILOpCode.Ldvirtftn or ILOpCode.Jmp
        or ILOpCode.Ldsfld or ILOpCode.Ldsflda or ILOpCode.Stsfld or ILOpCode.Ldfld or ILOpCode.Ldflda or ILOpCode.Stfld
        or ILOpCode.Ldtoken or ILOpCode.Newarr or ILOpCode.Castclass or ILOpCode.Isinst or ILOpCode.Box or ILOpCode.Unbox_any or ILOpCode.Initobj;
}
