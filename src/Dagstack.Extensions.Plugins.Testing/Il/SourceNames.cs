namespace Dagstack.Extensions.Plugins.Testing.Il;

/// <summary>Names as the author wrote them, found in those that the compiler makes of them.</summary>
internal static class SourceNames
{
    /// <summary>Takes a type in metadata apart: the type in source, and the member whose closure or state machine it is.</summary>
    public static (string Type, string? Member) OfType(string name)
    {
        var at = name.IndexOf("+<", StringComparison.Ordinal);
        if (at < 0)
        {
            return (name, null);
        }

        // The innermost that names a member: a state machine in a closure is of a lambda, and that is in a method.
        var members = name[(at + 1)..].Split('+').Select(Inside).Where(static member => member is { Length: > 0 }).ToList();
        return (name[..at], members.FirstOrDefault(static member => !member!.Contains('<', StringComparison.Ordinal)) ?? Inside(members.FirstOrDefault() ?? string.Empty));
    }

    /// <summary>Finds the method in source that a method in metadata is a part of.</summary>
    public static string OfMethod(string name) => Inside(name) is { Length: > 0 } inside ? OfMethod(inside) : name switch
    {
        ".ctor" or ".cctor" => name,
        _ when name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal) => name[4..],

        // An explicit implementation bears the full name of the interface.
        _ => name[(name.LastIndexOf('.') + 1)..],
    };

    /// <summary>Gets what stands between angle brackets at the start: <c>Chunk</c> of <c>&lt;Chunk&gt;b__0</c>.</summary>
    public static string? Inside(string name)
    {
        if (name.Length == 0 || name[0] != '<')
        {
            return null;
        }

        var end = name.LastIndexOf('>');
        return end > 0 ? name[1..end] : null;
    }
}
