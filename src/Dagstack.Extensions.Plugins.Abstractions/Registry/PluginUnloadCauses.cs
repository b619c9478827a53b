namespace Dagstack.Extensions.Plugins;

/// <summary>What keeps the code of plugins in memory after they were stopped. Each has a section in docs/hot-reload.md.</summary>
public static class PluginUnloadCauses
{
    /// <summary>A handler that is still subscribed to an event of the host or of the framework.</summary>
    public const string Event = "event";

    /// <summary>A timer that still runs.</summary>
    public const string Timer = "timer";

    /// <summary>A thread that still runs.</summary>
    public const string Thread = "thread";

    /// <summary>A task that has not ended.</summary>
    public const string Task = "task";

    /// <summary>A registration with a cancellation token, a change token or an options monitor that was not disposed.</summary>
    public const string Registration = "registration";

    /// <summary>An instrument, a meter listener, an activity source or an activity listener that was not disposed.</summary>
    public const string Telemetry = "telemetry";

    /// <summary>A value that is ambient in the flow of the host: an <see cref="AsyncLocal{T}"/>, or the current activity.</summary>
    public const string Ambient = "ambient";

    /// <summary>System.Text.Json by reflection, whose caches hold the plugin's types.</summary>
    public const string Json = "json";

    /// <summary>XmlSerializer or DataContractSerializer, whose caches hold the plugin's types.</summary>
    public const string Xml = "xml";

    /// <summary>TypeDescriptor, DataAnnotations or the binder of configuration, whose caches hold the plugin's types.</summary>
    public const string TypeDescriptor = "type_descriptor";

    /// <summary>The container of the host, which was asked for a type of the plugin.</summary>
    public const string HostContainer = "host_container";

    /// <summary>An object of the plugin that the host keeps, such as a result, a callback or an exception.</summary>
    public const string KeptObject = "kept_object";

    /// <summary>The old instance could not be stopped: a call or its teardown has not ended.</summary>
    public const string NotStopped = "not_stopped";

    /// <summary>Nothing was found that explains it.</summary>
    public const string Unknown = "unknown";
}
