namespace Dagstack.Extensions.Plugins;

/// <summary>Where a plugin reports how far it has come. The host decides where that goes.</summary>
/// <remarks>May be used by several threads. See §7 of the plugin contract.</remarks>
public abstract class PluginProgress
{
    private readonly TimeProvider _time;

    /// <summary>Initializes a new instance of the <see cref="PluginProgress"/> class.</summary>
    /// <param name="time">Where the time of reports comes from.</param>
    /// <exception cref="ArgumentNullException"><paramref name="time"/> is null.</exception>
    protected PluginProgress(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
    }

    /// <summary>Reports how far the plugin has come.</summary>
    /// <param name="fraction">What is done, from 0 to 1.</param>
    /// <param name="message">What is going on, for people.</param>
    /// <param name="data">Facts, for programs: null, strings, booleans, finite numbers, times, identifiers, and lists and dictionaries of these. They are copied.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> is below 0, above 1 or not a number.</exception>
    /// <exception cref="ArgumentException"><paramref name="data"/> holds a value that is none of these.</exception>
    public void Report(double fraction, string? message = null, IReadOnlyDictionary<string, object?>? data = null)
    {
        if (fraction is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "Progress is a fraction from 0, nothing done, to 1, everything done. Divide what is done by the whole, and the whole must not be 0.");
        }

        var time = _time.GetUtcNow();
        var report = data is null
            ? new ProgressReport { Fraction = fraction, Time = time, Message = message }
            : new ProgressReport { Fraction = fraction, Time = time, Message = message, Data = ProgressData.Copy(data, "the data of a progress report") };
        CallMetadata.Ambient?.Progress?.Report(report);
        ReportCore(report);
    }

    /// <summary>Reports an event: something that happened on the way.</summary>
    /// <param name="type">What kind of event it is, such as <c>page_skipped</c>.</param>
    /// <param name="payload">Facts, for programs: null, strings, booleans, finite numbers, times, identifiers, and lists and dictionaries of these. They are copied.</param>
    /// <exception cref="ArgumentException"><paramref name="type"/> is null, empty or blank, or <paramref name="payload"/> holds a value that is none of these.</exception>
    public void Event(string type, IReadOnlyDictionary<string, object?>? payload = null)
    {
        if (string.IsNullOrWhiteSpace(type))
        {
            throw new ArgumentException("An event has a type, such as page_skipped.", nameof(type));
        }

        var time = _time.GetUtcNow();
        EventCore(payload is null
            ? new ProgressEvent { Type = type, Time = time }
            : new ProgressEvent { Type = type, Time = time, Payload = ProgressData.Copy(payload, "the payload of an event") });
    }

    /// <summary>Passes a report on to another place, as it is.</summary>
    /// <param name="progress">The other place.</param>
    /// <param name="report">A valid report.</param>
    /// <exception cref="ArgumentNullException"><paramref name="progress"/> is null.</exception>
    protected static void Pass(PluginProgress progress, ProgressReport report)
    {
        ArgumentNullException.ThrowIfNull(progress);
        progress.ReportCore(report);
    }

    /// <summary>Passes an event on to another place, as it is.</summary>
    /// <param name="progress">The other place.</param>
    /// <param name="progressEvent">A valid event.</param>
    /// <exception cref="ArgumentNullException"><paramref name="progress"/> is null.</exception>
    protected static void Pass(PluginProgress progress, ProgressEvent progressEvent)
    {
        ArgumentNullException.ThrowIfNull(progress);
        progress.EventCore(progressEvent);
    }

    /// <summary>Passes an event on.</summary>
    /// <param name="progressEvent">A valid event, which may be kept.</param>
    protected abstract void EventCore(ProgressEvent progressEvent);

    /// <summary>Passes a report on.</summary>
    /// <param name="report">A valid report, which may be kept.</param>
    protected abstract void ReportCore(ProgressReport report);
}
