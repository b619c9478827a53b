using System.Diagnostics;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Diagnostics;

namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>The span of one call of many plugins, above those of the single calls.</summary>
internal sealed class DispatchSpan : IDisposable
{
    private readonly string _kind;
    private readonly Activity? _activity;
    private HookDescriptor? _hook;
    private int _failures;

    public DispatchSpan(string kind, DispatchClass dispatch, int plugins)
    {
        _kind = kind;
        _activity = PluginTelemetry.Source.StartActivity($"plugin.dispatch {kind}");
        if (_activity is not { IsAllDataRequested: true })
        {
            return;
        }

        _activity.SetTag(TelemetryTags.Kind, kind);
        _activity.SetTag(TelemetryTags.DispatchClass, NameOf(dispatch));
        _activity.SetTag(TelemetryTags.DispatchPlugins, plugins);
        foreach (var (key, value) in CallMetadata.Current)
        {
            _activity.SetTag(TelemetryTags.MetadataPrefix + key, value);
        }

        _activity.SetCustomProperty(nameof(DispatchSpan), this);
    }

    /// <summary>Gets a value indicating whether anybody wants spans.</summary>
    public static bool IsWanted => PluginTelemetry.Source.HasListeners();

    /// <summary>Finds the call of many plugins that a call belongs to; null for one that stands alone.</summary>
    public static DispatchSpan? Of(Activity call) => call.Parent?.GetCustomProperty(nameof(DispatchSpan)) as DispatchSpan;

    /// <summary>Takes over which hook it is. Who calls many plugins by a delegate does not say so.</summary>
    public void Name(HookDescriptor hook) => Interlocked.CompareExchange(ref _hook, hook, comparand: null);

    /// <summary>Counts a plugin whose call has failed.</summary>
    public void CountFailure() => Interlocked.Increment(ref _failures);

    /// <summary>Says what the caller gets instead of a result.</summary>
    public void Fail(Exception fault)
    {
        _activity?.SetTag(TelemetryTags.Error, TelemetryTags.NameOf(fault));
        _activity?.SetStatus(ActivityStatusCode.Error, ExceptionText.MessageOf(fault));
    }

    public void Dispose()
    {
        if (_activity is { IsAllDataRequested: true })
        {
            if (Volatile.Read(ref _hook) is { } hook)
            {
                _activity.SetTag(TelemetryTags.Hook, hook.WireName);
                _activity.DisplayName = $"plugin.dispatch {_kind} {hook.WireName}";
            }

            if (Volatile.Read(ref _failures) is > 0 and var failures)
            {
                _activity.SetTag(TelemetryTags.DispatchFailures, failures);
            }
        }

        _activity?.Dispose();
    }

    private static string NameOf(DispatchClass dispatch) => dispatch switch
    {
        DispatchClass.BroadcastCollect => "broadcast_collect",
        DispatchClass.BroadcastNotify => "broadcast_notify",
        _ => "chain",
    };
}
