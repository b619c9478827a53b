using Fixtures;

namespace Dagstack.Extensions.Plugins.Tests.Resources;

/// <summary>A plugin that hands its context to a test.</summary>
internal sealed class ContextTaker(Func<PluginContext, Task> use) : IGreeter, IPluginSetup
{
    public string Greet(string name) => name;

    public async ValueTask SetupAsync(PluginContext context, CancellationToken cancellationToken) => await use(context);
}
