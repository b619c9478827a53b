namespace Dagstack.Extensions.Configuration.Tests;

/// <summary>What a process left behind.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
