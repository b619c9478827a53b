namespace Dagstack.Extensions.Plugins.Hookspecs.Python;

/// <summary>A type, and what is said of its values beyond it.</summary>
/// <param name="Text">The type.</param>
/// <param name="Limits">Arguments of <c>Field</c>.</param>
internal sealed record PythonType(string Text, params IReadOnlyList<string> Limits)
{
    public static PythonType Any { get; } = new("Any");

    /// <summary>Gets the type with its limits in one.</summary>
    public string Whole => Limits.Count == 0 ? Text : $"Annotated[{Text}, Field({string.Join(", ", Limits)})]";

    /// <summary>Gets the same type for null too.</summary>
    public PythonType OrNone() => Text is "Any" or "None" || Text.EndsWith(" | None", StringComparison.Ordinal) ? this : this with { Text = $"{Text} | None" };
}
