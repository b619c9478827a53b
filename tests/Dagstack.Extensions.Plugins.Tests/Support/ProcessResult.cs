namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>What a process left behind.</summary>
internal sealed record ProcessResult(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
