namespace Dagstack.Extensions.Plugins.Tools;

/// <summary>What a tool plugin has answered when it was asked for its functions.</summary>
/// <param name="entries">The functions.</param>
/// <param name="fault">Why there are none, as text; null if it has answered.</param>
internal sealed class ToolAnswer(IReadOnlyList<ToolEntry> entries, string? fault)
{
    public IReadOnlyList<ToolEntry> Entries => entries;

    public string? Fault => fault;
}
