namespace Dagstack.Extensions.Plugins.Tools;

/// <summary>What one instance of a tool plugin was asked, and after which of its changes.</summary>
/// <param name="alterations">How often it had changed when it was asked.</param>
/// <param name="answer">What it answers.</param>
internal sealed class AskedTools(int alterations, Task<ToolAnswer> answer)
{
    public int Alterations => alterations;

    public Task<ToolAnswer> Answer => answer;

    /// <summary>Gets a value indicating whether it has answered that it cannot say.</summary>
    public bool HasFailed => answer is { IsCompletedSuccessfully: true, Result.Fault: not null };
}
