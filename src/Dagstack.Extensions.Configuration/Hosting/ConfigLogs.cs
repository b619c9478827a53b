using Dagstack.Extensions.Configuration.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Configuration.Hosting;

/// <summary>Hands the host's logs to the providers of its configuration, which are there before them.</summary>
internal sealed class ConfigLogs(IConfiguration configuration, ILoggerFactory logs) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        List<IHostLogged> providers = [.. ProviderTree.Of(configuration).OfType<IHostLogged>()];
        if (providers.Count == 0)
        {
            // Nobody has files whose warnings could be logged: what is missing is said by this.
            _ = configuration.GetDagstackConfig();
        }

        var logger = logs.CreateLogger(Log.Category);
        providers.ForEach(provider => provider.UseHostLogger(logger));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
