using System.Diagnostics;
using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Diagnostics;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>What is told about one call to those who listen; nothing if nobody does.</summary>
internal readonly struct CallSpan
{
    private readonly PluginEntry? _entry;
    private readonly string _hook;
    private readonly Activity? _activity;
    private readonly long _began;

    private CallSpan(PluginEntry entry, string name, HookDescriptor? hook)
    {
        _entry = entry;
        _hook = name;
        _began = Stopwatch.GetTimestamp();
        var id = entry.Source.Id!.Value;
        _activity = PluginTelemetry.Source.HasListeners() ? PluginTelemetry.Source.StartActivity($"{id} {name}") : null;
        if (_activity is { IsAllDataRequested: true })
        {
            _activity.SetTag(TelemetryTags.Kind, id.Kind);
            _activity.SetTag(TelemetryTags.Name, id.Name);
            _activity.SetTag(TelemetryTags.Hook, name);
            _activity.SetTag(TelemetryTags.Runtime, entry.Checked.Runtime);
            foreach (var (key, value) in CallMetadata.Current)
            {
                _activity.SetTag(TelemetryTags.MetadataPrefix + key, value);
            }

            if (hook is not null)
            {
                DispatchSpan.Of(_activity)?.Name(hook);
            }
        }
    }

    public static CallSpan Start(PluginEntry entry, HookDescriptor hook) => PluginTelemetry.IsListening ? new(entry, hook.WireName, hook) : default;

    /// <summary>Starts the span of a unit of work that is not a call of a hook.</summary>
    public static CallSpan StartUnit(PluginEntry entry) => PluginTelemetry.IsListening ? new(entry, "unit", hook: null) : default;

    /// <summary>Ends it.</summary>
    /// <param name="fault">What the caller gets instead of a result; null for a result.</param>
    public void Stop(Exception? fault)
    {
        if (_entry is null)
        {
            return;
        }

        var id = _entry.Source.Id!.Value;
        var tags = new TagList
        {
            { TelemetryTags.Kind, id.Kind },
            { TelemetryTags.Name, id.Name },
            { TelemetryTags.Hook, _hook },
            { TelemetryTags.Runtime, _entry.Checked.Runtime },
        };
        PluginTelemetry.Calls.Add(1, tags);
        if (fault is not null)
        {
            var error = TelemetryTags.NameOf(fault);
            tags.Add(TelemetryTags.Error, error);
            PluginTelemetry.Failures.Add(1, tags);
            _activity?.SetTag(TelemetryTags.Error, error);
            _activity?.SetStatus(ActivityStatusCode.Error, ExceptionText.MessageOf(fault));
            if (_activity is not null)
            {
                DispatchSpan.Of(_activity)?.CountFailure();
            }
        }

        PluginTelemetry.Duration.Record(Stopwatch.GetElapsedTime(_began).TotalSeconds, tags);
        _activity?.Dispose();
    }
}
