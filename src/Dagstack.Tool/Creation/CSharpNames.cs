using System.Reflection;

namespace Dagstack.Tool.Creation;

/// <summary>Types as C# writes them in the file of a class that implements an interface.</summary>
/// <param name="contract">The interface, whose namespace the file uses.</param>
internal sealed class CSharpNames(Type contract)
{
    /// <summary>What a project with implicit usings does not name.</summary>
    private static readonly HashSet<string> s_implicit = new(StringComparer.Ordinal) { "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks" };

    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(sbyte)] = "sbyte",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    /// <summary>Writes a type with the question marks of a declaration.</summary>
    public string Of(NullabilityInfo info) => Of(info.Type, info);

    /// <summary>Writes a type.</summary>
    public string Of(Type type, NullabilityInfo? info = null)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying, null) + "?";
        }

        var name = type.IsArray
            ? $"{Of(type.GetElementType()!, info?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]"
            : s_keywords.GetValueOrDefault(type) ?? Named(type, info);
        return !type.IsValueType && info?.ReadState == NullabilityState.Nullable ? name + "?" : name;
    }

    private string Named(Type type, NullabilityInfo? info)
    {
        var arguments = new Queue<string>(type.GetGenericArguments().Select((argument, i) => Of(argument, info?.GenericTypeArguments.ElementAtOrDefault(i))));
        var parts = Nesting(type).Select(part =>
        {
            var tick = part.Name.IndexOf('`', StringComparison.Ordinal);
            return tick < 0 ? part.Name : $"{part.Name[..tick]}<{string.Join(", ", Enumerable.Range(0, int.Parse(part.Name.AsSpan(tick + 1))).Select(_ => arguments.Dequeue()))}>";
        });
        var name = string.Join('.', parts);
        return type.Namespace is null || IsUsed(type) ? name : $"global::{type.Namespace}.{name}";
    }

    private static string Simple(Type type) => type.Name.Split('`')[0];

    private static IEnumerable<Type> Nesting(Type type) => type.DeclaringType is { } outer ? Nesting(outer).Append(type) : [type];

    /// <summary>Tells whether the simple name of a type means it, and nothing else.</summary>
    private bool IsUsed(Type type)
    {
        if (type.Namespace == contract.Namespace)
        {
            var outermost = Nesting(type).First().Name;
            return !s_implicit.Any(space => IsThere($"{space}.{outermost}"));
        }

        return s_implicit.Contains(type.Namespace!) && !contract.Assembly.GetTypes().Any(other => other.Namespace == contract.Namespace && Simple(other) == Simple(type));
    }

    private static bool IsThere(string name) => AppDomain.CurrentDomain.GetAssemblies().Any(assembly => assembly.GetName().Name?.StartsWith("System.", StringComparison.Ordinal) == true && assembly.GetType(name) is { IsPublic: true });
}
