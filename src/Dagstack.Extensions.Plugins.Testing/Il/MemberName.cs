namespace Dagstack.Extensions.Plugins.Testing.Il;

/// <summary>A method or field as code names it.</summary>
/// <param name="Type">The full name of the type that declares it, without type arguments: <c>System.Collections.Generic.List`1</c>.</param>
/// <param name="Name">The name.</param>
/// <param name="Parameters">The full names of the types of parameters; empty for a field.</param>
/// <param name="Arguments">The full names of the type arguments of a generic method.</param>
/// <param name="Returns">The full name of the type of the result or of the field.</param>
/// <param name="IsInstance">Whether it is called on an object.</param>
internal sealed record MemberName(string Type, string Name, IReadOnlyList<string> Parameters, IReadOnlyList<string> Arguments, string Returns, bool IsInstance)
{
    /// <summary>Gets the name for people: <c>DateTime.UtcNow</c>, <c>new HttpClient</c>, <c>Task.Wait</c>.</summary>
    public string Display
    {
        get
        {
            var type = Type[(Type.LastIndexOfAny(['.', '+', '/']) + 1)..].Split('`')[0];
            return Name == ".ctor" ? $"new {type}" : $"{type}.{SourceName}";
        }
    }

    private string SourceName => Name.StartsWith("get_", StringComparison.Ordinal) || Name.StartsWith("set_", StringComparison.Ordinal) ? Name[4..] : Name;

    /// <summary>Finds what using the member comes to, by rules.</summary>
    public TUse? Find<TUse>(ILookup<string, MemberRule<TUse>> rules)
        where TUse : struct => rules[Type].FirstOrDefault(rule => rule.Matches(SourceName, Parameters.Count, Takes))?.Use;

    public bool Takes(string type) => Parameters.Any(parameter => parameter == type || parameter.StartsWith(type + "<", StringComparison.Ordinal));
}
