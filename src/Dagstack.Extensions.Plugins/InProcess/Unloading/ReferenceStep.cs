namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>An object on the way of a search, and by which field of which other one it was come to.</summary>
internal sealed class ReferenceStep(object value, ReferenceStep? from, string by)
{
    private const int MaxShown = 8;

    public object Value { get; } = value;

    /// <summary>Makes the hint of a way that has come to something of the plugin.</summary>
    /// <param name="what">What that is.</param>
    public PluginUnloadHint ToHint(string what)
    {
        var way = new List<ReferenceStep>();
        for (var step = this; step is not null; step = step.From)
        {
            way.Add(step);
        }

        way.Reverse();
        var cause = PinCauses.Of([.. way.Select(static step => step.Value)], way[0].By);
        var names = way.ConvertAll(static step => step.By);
        if (names.Count > MaxShown)
        {
            names.RemoveRange(MaxShown / 2, names.Count - MaxShown);
            names.Insert(MaxShown / 2, "…");
        }

        return new()
        {
            Cause = cause,
            IsFound = true,
            Place = $"{string.Join(" → ", names)} → {what}",
            Remedy = UnloadRemedies.Of(cause),
        };
    }

    private ReferenceStep? From { get; } = from;

    private string By { get; } = by;
}
