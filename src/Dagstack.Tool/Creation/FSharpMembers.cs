using System.Reflection;

namespace Dagstack.Tool.Creation;

/// <summary>The members of a type in F# that implements an interface: each returns the least that its type allows.</summary>
internal static class FSharpMembers
{
    /// <summary>Writes those of an interface, and of each that it inherits from.</summary>
    /// <param name="contract">The interface.</param>
    public static string Write(Type contract) => string.Join(Environment.NewLine, InterfaceMembers.Of(contract)
        .GroupBy(static member => member.DeclaringType!)
        .Select(group => (group.Key == contract ? string.Empty : $"{Environment.NewLine}    interface {group.Key.FullName!.Replace('+', '.')} with{Environment.NewLine}") + string.Join(Environment.NewLine, group.Select(Write))));

    private static string Write(MemberInfo member)
    {
        var nullability = new NullabilityInfoContext();
        return member switch
        {
            PropertyInfo { SetMethod: null } property => $"        member _.{Identifier(property.Name)} = {ValueOf(nullability.Create(property))}",
            PropertyInfo property => $"        member val {Identifier(property.Name)} = {ValueOf(nullability.Create(property))} with get, set",
            MethodInfo method => $"        member _.{Signature(method)} = {ValueOf(nullability.Create(method.ReturnParameter))}",
            _ => throw new InvalidOperationException($"{member} is no property and no method."),
        };
    }

    /// <summary>Types are those of the interface, unless it has several members of the name.</summary>
    private static string Signature(MethodInfo method)
    {
        var isOverload = method.DeclaringType!.GetMethods().Count(other => other.Name == method.Name) > 1;
        var parameters = method.GetParameters().Select(parameter => Identifier(parameter.Name!) + Typed(parameter.ParameterType));
        return $"{Identifier(method.Name)}({string.Join(", ", parameters)}){Typed(method.ReturnType)}";

        string Typed(Type type) => isOverload ? $": {(type == typeof(void) ? "unit" : TypeOf(type))}" : string.Empty;
    }

    private static string TypeOf(Type type) =>
        type.IsArray ? TypeOf(type.GetElementType()!) + "[]"
        : type.IsGenericType ? $"{type.GetGenericTypeDefinition().FullName!.Split('`')[0].Replace('+', '.')}<{string.Join(", ", type.GetGenericArguments().Select(TypeOf))}>"
        : type.FullName!.Replace('+', '.');

    private static string ValueOf(NullabilityInfo info)
    {
        var type = info.Type;
        var generic = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return type == typeof(void) ? "()"
            : type == typeof(Task) ? "System.Threading.Tasks.Task.CompletedTask"
            : generic == typeof(Task<>) ? $"System.Threading.Tasks.Task.FromResult({ValueOf(info.GenericTypeArguments[0])})"
            : generic == typeof(ValueTask<>) ? $"System.Threading.Tasks.ValueTask.FromResult({ValueOf(info.GenericTypeArguments[0])})"
            : type.IsValueType || info.ReadState == NullabilityState.Nullable ? "Unchecked.defaultof<_>"
            : type == typeof(string) ? "\"\""
            : type.IsArray || generic == typeof(IReadOnlyList<>) || generic == typeof(IReadOnlyCollection<>) || generic == typeof(IEnumerable<>) ? "[||]"
            : generic == typeof(IAsyncEnumerable<>) ? "System.Linq.AsyncEnumerable.Empty()"
            : "raise (System.NotImplementedException())";
    }

    private static string Identifier(string name) => s_keywords.Contains(name) ? $"``{name}``" : name;

    private static readonly HashSet<string> s_keywords = new(StringComparer.Ordinal)
    {
        "abstract", "and", "as", "assert", "base", "begin", "break", "checked", "class", "component", "const", "constraint", "continue", "default", "delegate", "do", "done", "downcast", "downto", "elif", "else", "end", "event", "exception", "extern", "external", "false", "finally", "fixed", "for", "fun", "function", "global", "if", "in", "include", "inherit", "inline", "interface", "internal", "lazy", "let", "match", "member", "mixin", "module", "mutable", "namespace", "new", "not", "null", "of", "open", "or", "override", "parallel", "private", "process", "protected", "public", "pure", "rec", "return", "sealed", "select", "sig", "static", "struct", "tailcall", "then", "to", "trait", "true", "try", "type", "upcast", "use", "val", "virtual", "void", "when", "while", "with", "yield",
    };
}
