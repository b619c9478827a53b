namespace Dagstack.Extensions.Plugins.AspNetCore.Tests;

/// <summary>What a <see cref="MoodyChunker"/> does.</summary>
internal sealed class Mood
{
    private volatile int _starts;

    /// <summary>Gets or sets what its setup says when it throws; null if it does not.</summary>
    public string? Fault { get; set; }

    public string? TeardownFault { get; set; }

    /// <summary>Gets or sets what its setup waits for.</summary>
    public Task Setup { get; set; } = Task.CompletedTask;

    public int Starts => _starts;

    public void Started() => Interlocked.Increment(ref _starts);
}
