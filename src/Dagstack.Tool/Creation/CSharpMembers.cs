using System.Reflection;
using System.Text;

namespace Dagstack.Tool.Creation;

/// <summary>The members of a class in C# that implements an interface: each returns the least that its type allows.</summary>
/// <param name="contract">The interface.</param>
internal sealed class CSharpMembers(Type contract)
{
    private const string Indent = "    ";
    private const string NotYet = "throw new NotImplementedException()";

    private readonly CSharpNames _names = new(contract);
    private readonly NullabilityInfoContext _nullability = new();

    /// <summary>Writes them.</summary>
    public string Write() => string.Join($"{Environment.NewLine}{Environment.NewLine}", InterfaceMembers.Of(contract).Select(member => Indent + (member is PropertyInfo property ? WriteProperty(property) : WriteMethod((MethodInfo)member))));

    private string WriteProperty(PropertyInfo property)
    {
        var type = _nullability.Create(property);
        var set = property.SetMethod is null ? string.Empty : " set;";
        var value = ValueOf(type);
        return value == NotYet
            ? $"public {_names.Of(type)} {Identifier(property.Name)} {{ get => {NotYet};{(set.Length > 0 ? $" set => {NotYet};" : string.Empty)} }}"
            : $"public {_names.Of(type)} {Identifier(property.Name)} {{ get;{set} }} = {value};";
    }

    private string WriteMethod(MethodInfo method)
    {
        var result = _nullability.Create(method.ReturnParameter);
        var parameters = method.GetParameters().Select(parameter => $"{_names.Of(_nullability.Create(parameter))} {Identifier(parameter.Name!)}");
        var text = new StringBuilder($"public {_names.Of(result)} {Identifier(method.Name)}({string.Join(", ", parameters)})");
        return method.ReturnType == typeof(void)
            ? text.AppendLine().Append(Indent).AppendLine("{").Append(Indent).Append('}').ToString()
            : text.Append(" => ").Append(ValueOf(result)).Append(';').ToString();
    }

    private string ValueOf(NullabilityInfo info)
    {
        var type = info.Type;
        if (Nullable.GetUnderlyingType(type) is not null || (!type.IsValueType && info.ReadState == NullabilityState.Nullable))
        {
            return "null";
        }

        var generic = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return type == typeof(string) ? "string.Empty"
            : type == typeof(Task) ? $"{_names.Of(typeof(Task))}.CompletedTask"
            : generic == typeof(Task<>) ? Wrapped(_names.Of(typeof(Task)), info)
            : generic == typeof(ValueTask<>) ? Wrapped(_names.Of(typeof(ValueTask)), info)
            : generic == typeof(IAsyncEnumerable<>) ? $"{_names.Of(typeof(AsyncEnumerable))}.Empty<{_names.Of(info.GenericTypeArguments[0])}>()"
            : type.IsValueType ? "default"
            : IsList(type) ? "[]"
            : generic == typeof(IReadOnlyDictionary<,>) || generic == typeof(IDictionary<,>) ? $"new {_names.Of(typeof(Dictionary<,>)).Split('<')[0]}<{string.Join(", ", info.GenericTypeArguments.Select(_names.Of))}>()"
            : type is { IsAbstract: false } && type.GetConstructor([]) is not null && !HasRequired(type) ? $"new {_names.Of(type)}()"
            : NotYet;
    }

    private string Wrapped(string task, NullabilityInfo info)
    {
        var value = ValueOf(info.GenericTypeArguments[0]);
        return value == NotYet ? NotYet : $"{task}.FromResult<{_names.Of(info.GenericTypeArguments[0])}>({value})";
    }

    private static bool IsList(Type type) =>
        type.IsArray || (type.IsGenericType && type.GetGenericTypeDefinition() is var generic && (generic == typeof(IReadOnlyList<>) || generic == typeof(IReadOnlyCollection<>) || generic == typeof(IList<>) || generic == typeof(ICollection<>) || generic == typeof(IEnumerable<>) || generic == typeof(List<>) || generic == typeof(HashSet<>)));

    private static bool HasRequired(Type type) => type.GetProperties().Any(static property => property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute)));

    /// <summary>Any name may have an at sign, and keywords need one.</summary>
    private static string Identifier(string name) => char.IsAsciiLetterLower(name[0]) && name.All(char.IsAsciiLetterLower) && s_keywords.Contains(name) ? "@" + name : name;

    private static readonly HashSet<string> s_keywords = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    };
}
