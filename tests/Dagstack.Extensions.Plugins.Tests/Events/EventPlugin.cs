using Fixtures;

namespace Dagstack.Extensions.Plugins.Tests.Events;

/// <summary>A plugin whose setup and teardown are a test's.</summary>
internal sealed class EventPlugin : IGreeter, IPluginSetup, IPluginTeardown
{
    public Func<PluginContext, ValueTask>? OnSetup { get; init; }

    public Func<ValueTask>? OnTeardown { get; init; }

    public Func<Task<string>>? OnGreet { get; init; }

    public string Greet(string name) => name;

    public Task<string> GreetAsync(string name, CancellationToken cancellationToken) => OnGreet?.Invoke() ?? Task.FromResult(name);

    public ValueTask SetupAsync(PluginContext context, CancellationToken cancellationToken) => OnSetup?.Invoke(context) ?? default;

    public async ValueTask<bool> TeardownAsync(CancellationToken cancellationToken)
    {
        if (OnTeardown is not null)
        {
            await OnTeardown();
        }

        return true;
    }
}
