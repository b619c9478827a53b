namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>One row of the table: what a text gives for a type.</summary>
/// <param name="Type">The property's type.</param>
/// <param name="Text">The text.</param>
/// <param name="Result">The value, or for an error what its message says is expected.</param>
/// <param name="IsError">Whether the text is refused.</param>
/// <param name="Key">The key, where it matters.</param>
internal sealed record ScalarRow(Type Type, string Text, object? Result, bool IsError, string Key = "value")
{
    public override string ToString() => $"{Type.Name} {Key}={Text}";
}
