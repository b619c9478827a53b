using System.Diagnostics;
using System.Diagnostics.Metrics;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Diagnostics;

/// <summary>What is counted of events. See docs/telemetry.md.</summary>
internal static class EventMeter
{
    private static readonly Counter<long> s_events = PluginTelemetry.Meter.CreateCounter<long>("dagstack.plugin.events", "{event}", "Events for subscriptions, by what became of them.");

    /// <summary>Makes the instrument known before anything is counted.</summary>
    public static void Open() => _ = s_events.Enabled;

    /// <param name="subscriber">The plugin that has subscribed; null for the application.</param>
    /// <param name="topic">What it has subscribed to.</param>
    /// <param name="outcome">What became of the event.</param>
    public static void Count(PluginId? subscriber, string topic, string outcome)
    {
        if (!s_events.Enabled)
        {
            return;
        }

        var tags = new TagList { { TelemetryTags.EventTopic, topic }, { TelemetryTags.EventOutcome, outcome } };
        if (subscriber is { } plugin)
        {
            tags.Add(TelemetryTags.Kind, plugin.Kind);
            tags.Add(TelemetryTags.Name, plugin.Name);
        }

        s_events.AddOne(tags);
    }
}
