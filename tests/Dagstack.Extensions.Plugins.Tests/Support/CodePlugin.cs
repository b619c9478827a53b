using Fixtures;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>A plugin given in code that does what a test says.</summary>
internal sealed class CodePlugin : IGreeter, IPluginSetup, IPluginTeardown, IAsyncDisposable
{
    public Func<CancellationToken, ValueTask>? OnSetup { get; init; }

    public Func<CancellationToken, ValueTask<bool>>? OnTeardown { get; init; }

    public Func<CancellationToken, Task<string>>? OnGreet { get; init; }

    public Action? OnDispose { get; init; }

    public Func<ValueTask>? OnDisposeAsync { get; init; }

    /// <summary>Makes one that writes down its setup and its teardown.</summary>
    public static CodePlugin Recording(EventLog events, string name) => new()
    {
        OnSetup = _ =>
        {
            events.Add($"setup {name}");
            return default;
        },
        OnTeardown = _ =>
        {
            events.Add($"teardown {name}");
            return new(true);
        },
    };

    public string Greet(string name) => name;

    public Task<string> GreetAsync(string name, CancellationToken cancellationToken) => OnGreet is { } greet ? greet(cancellationToken) : Task.FromResult(name);

    public ValueTask SetupAsync(PluginContext context, CancellationToken cancellationToken) => OnSetup?.Invoke(cancellationToken) ?? default;

    public ValueTask<bool> TeardownAsync(CancellationToken cancellationToken) => OnTeardown?.Invoke(cancellationToken) ?? new(true);

    public ValueTask DisposeAsync()
    {
        OnDispose?.Invoke();
        return OnDisposeAsync?.Invoke() ?? default;
    }
}
