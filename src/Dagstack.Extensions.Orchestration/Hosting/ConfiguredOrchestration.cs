using Dagstack.Extensions.Orchestration.Diagnostics;
using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dagstack.Extensions.Orchestration.Hosting;

/// <summary>Reads what the configuration says of units: the section <c>units</c> of the host's own settings.</summary>
/// <param name="services">The host's services.</param>
internal sealed class ConfiguredOrchestration(IServiceProvider services) : IPostConfigureOptions<OrchestrationOptions>
{
    /// <inheritdoc/>
    public void PostConfigure(string? name, OrchestrationOptions options)
    {
        if (services.GetService<IConfiguration>() is not { } configuration)
        {
            return;
        }

        var path = (services.GetService<DagstackPluginOptions>()?.SettingsSection ?? "dagstack") + ":units";
        var section = configuration.GetSection(path);
        if (!section.Exists())
        {
            return;
        }

        var reader = new SettingsReader((services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("Dagstack.Orchestration"));
        reader.Read(section, SettingsOf(options), reader.Plugins(options));
        if (reader.Problems.Count > 0)
        {
            throw new OptionsValidationException(name ?? string.Empty, typeof(OrchestrationOptions), reader.Problems);
        }
    }

    private static Dictionary<string, Func<string, string?>> SettingsOf(OrchestrationOptions options) => new(StringComparer.Ordinal)
    {
        ["max_concurrency"] = SettingsReader.Whole(value => options.MaxConcurrency = value),
        ["max_long_running"] = SettingsReader.Whole(value => options.MaxLongRunning = value),
        ["long_running_from"] = SettingsReader.Span(value => options.LongRunningFrom = value),
        ["max_partitions"] = SettingsReader.Whole(value => options.MaxPartitions = value),
        ["cancel_grace"] = SettingsReader.Span(value => options.CancelGrace = value),
        ["keep_succeeded"] = SettingsReader.Span(value => options.KeepSucceeded = value),
        ["keep_failed"] = SettingsReader.Span(value => options.KeepFailed = value),
        ["sweep_interval"] = SettingsReader.Span(value => options.SweepInterval = value),
        ["oldest_queued_limit"] = SettingsReader.Span(value => options.OldestQueuedLimit = value),
    };
}
