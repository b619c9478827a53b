namespace Dagstack.Extensions.Plugins.Hookspecs;

/// <summary>Lists in messages.</summary>
internal static class Words
{
    public static string List(IReadOnlyCollection<string> names, string last) =>
        names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.SkipLast(1))} {last} {names.Last()}";
}
