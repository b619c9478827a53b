using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.CompilerServices;
using Microsoft.Extensions.Options;

namespace Dagstack.Extensions.Orchestration.Hosting;

/// <summary>Looks whether the options make sense, before anything starts.</summary>
/// <param name="options">The options.</param>
internal sealed class OrchestrationCheck(IOptions<OrchestrationOptions> options) : IPluginStartCheck
{
    public IReadOnlyList<PluginRegistryException> Check(IReadOnlyDictionary<string, PluginContract> contracts)
    {
        var problems = Find(options.Value);
        return problems.Count == 0 ? [] : throw new OptionsValidationException(string.Empty, typeof(OrchestrationOptions), problems);
    }

    private static List<string> Find(OrchestrationOptions options)
    {
        var problems = new List<string>();
        AtLeast(nameof(options.MaxConcurrency), options.MaxConcurrency, 1);
        AtLeast(nameof(options.MaxPartitions), options.MaxPartitions, 1);
        if (options.MaxLongRunning is { } maxLong && (maxLong < 1 || maxLong > options.MaxConcurrency))
        {
            problems.Add($"{nameof(options.MaxLongRunning)} is {maxLong}. It is from 1 to {nameof(options.MaxConcurrency)}, which is {options.MaxConcurrency}.");
        }

        MoreThanZero(nameof(options.LongRunningFrom), options.LongRunningFrom);
        MoreThanZero(nameof(options.KeepSucceeded), options.KeepSucceeded);
        MoreThanZero(nameof(options.KeepFailed), options.KeepFailed);
        MoreThanZero(nameof(options.SweepInterval), options.SweepInterval);
        MoreThanZero(nameof(options.OldestQueuedLimit), options.OldestQueuedLimit ?? TimeSpan.MaxValue);
        ZeroOrMore(nameof(options.CancelGrace), options.CancelGrace);
        Look(nameof(options.Defaults), options.Defaults);
        foreach (var (plugin, of) in options.Plugins)
        {
            Look(plugin, of);
        }

        return problems;

        void Look(string place, UnitPluginOptions of)
        {
            AtLeast($"{nameof(of.MaxAttempts)} of {place}", of.MaxAttempts ?? 1, 1);
            ZeroOrMore($"{nameof(of.RetryDelay)} of {place}", of.RetryDelay ?? TimeSpan.Zero);
            ZeroOrMore($"{nameof(of.MaxRetryDelay)} of {place}", of.MaxRetryDelay ?? TimeSpan.Zero);
            if (of.Timeout != Timeout.InfiniteTimeSpan)
            {
                MoreThanZero($"{nameof(of.Timeout)} of {place}", of.Timeout ?? TimeSpan.MaxValue);
            }
        }

        void AtLeast(string name, int value, int least)
        {
            if (value < least)
            {
                problems.Add($"{name} is {value}. It is at least {least}.");
            }
        }

        void MoreThanZero(string name, TimeSpan value)
        {
            if (value <= TimeSpan.Zero)
            {
                problems.Add($"{name} is {value}. It is more than zero.");
            }
        }

        void ZeroOrMore(string name, TimeSpan value)
        {
            if (value < TimeSpan.Zero)
            {
                problems.Add($"{name} is {value}. It is zero or more.");
            }
        }
    }
}
