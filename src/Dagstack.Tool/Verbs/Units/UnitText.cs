using System.Globalization;
using System.Text.Json;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs.Units;

/// <summary>A unit of work in words.</summary>
internal static class UnitText
{
    public static Cell StateOf(ShownUnit unit) => new(unit.Cancelling && unit.State == "running" ? "running, to end" : unit.State, ToneOf(unit.State));

    public static Tone ToneOf(string state) => state switch
    {
        "succeeded" => Tone.Good,
        "failed" => Tone.Bad,
        "expired" or "cancelled" => Tone.Warning,
        _ => Tone.Plain,
    };

    public static string? Percent(ShownUnit unit) => unit.Fraction is { } fraction ? fraction.ToString("P0", CultureInfo.InvariantCulture) : null;

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 0 => "0 s",
        < 100 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s"),
        < 6000 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.#} h"),
    };

    /// <summary>Says how it is, in one line.</summary>
    public static string Line(ShownUnit unit) => string.Join(" ", new[] { StateOf(unit).Text, unit.State is "running" or "queued" ? Percent(unit) : null, unit.State is "running" ? unit.Message : null }.OfType<string>());

    /// <summary>Writes all of it.</summary>
    public static void Write(ShownUnit unit, Page page)
    {
        page.Line($"{unit.UnitId} of {unit.Plugin}: {Line(unit)}", ToneOf(unit.State));
        Fact("partition", unit.PartitionKey);
        Fact("key", unit.IdempotencyKey);
        Fact("taken in", Time(unit.EnqueuedAt));
        Fact("started", unit.StartedAt is { } started ? $"{Time(started)}, after {Duration(started - unit.EnqueuedAt)}" : null);
        Fact("ended", unit.FinishedAt is { } finished ? $"{Time(finished)}, after {Duration(finished - (unit.StartedAt ?? unit.EnqueuedAt))}" : null);
        Fact("tried again", unit.State == "queued" && unit.NotBefore is { } at ? $"at {Time(at)} at the earliest" : null);
        Fact("node", unit.Node);
        Fact("failures", unit.Failures == 0 ? null : unit.Failures.ToString(CultureInfo.InvariantCulture));
        Fact("processes that died with it", unit.Losses == 0 ? null : unit.Losses.ToString(CultureInfo.InvariantCulture));
        Fact("error", unit.Error);
        if (unit.HaltsPartition)
        {
            page.Line($"  The units behind it in its queue wait for it: 'dagstack units retry {unit.UnitId}' runs it again, 'dagstack units cancel {unit.UnitId}' lets them go on without it.", Tone.Warning);
        }

        Json("arguments", unit.Args);
        Json("output", unit.Output);

        void Fact(string name, string? value)
        {
            if (value is not null)
            {
                page.Line($"  {name}: {value}");
            }
        }

        void Json(string name, JsonElement? value) => Fact(name, value?.GetRawText());
    }
}
