using System.Collections.Concurrent;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>A runtime whose instances are objects that a test holds.</summary>
internal sealed class TestRuntime : PluginRuntime
{
    private readonly ConcurrentQueue<TestInstance> _made = new();

    public override string Name => RuntimeName;

    public string RuntimeName { get; init; } = "test";

    /// <summary>Gets the folders that instances were to be made from.</summary>
    public ConcurrentQueue<string?> Folders { get; } = new();

    public bool IsCopied { get; init; }

    public override bool WantsCopy(PluginDescription plugin) => IsCopied;

    public override PluginRestartOptions? Restart => RestartOptions;

    public PluginRestartOptions? RestartOptions { get; init; }

    public override bool RetriesFailedStarts => Retries;

    public bool Retries { get; init; }

    public override TimeSpan? StartPatience => Patience;

    public TimeSpan? Patience { get; init; }

    public Func<int, CancellationToken, Task<TestInstance>> OnCreate { get; set; } = static (number, _) => Task.FromResult(new TestInstance(number));

    /// <summary>Gets or sets what is done with what the plugin is given.</summary>
    public Action<PluginInstanceContext>? OnContext { get; set; }

    public IReadOnlyList<TestInstance> Made => [.. _made];

    public TestInstance Last => Made[^1];

    public int Asked { get; private set; }

    public Func<TimeSpan?> OnCallTimeout { get; set; } = static () => null;

    public Func<TimeSpan, TimeSpan> OnStartTimeout { get; set; } = static ofManifest => ofManifest;

    public int AskedForTimes { get; private set; }

    public override TimeSpan? CallTimeout(PluginDescription plugin)
    {
        AskedForTimes++;
        return OnCallTimeout();
    }

    public override TimeSpan StartTimeout(PluginDescription plugin) => OnStartTimeout(base.StartTimeout(plugin));

    public override async ValueTask<PluginInstance> CreateAsync(PluginInstanceContext context, CancellationToken cancellationToken)
    {
        Folders.Enqueue(context.Folder);
        OnContext?.Invoke(context);
        var made = await OnCreate(++Asked, cancellationToken);
        _made.Enqueue(made);
        return made;
    }
}
