namespace Dagstack.Extensions.Plugins.Hookspecs;

/// <summary>The names of the dispatch classes, a closed set.</summary>
internal static class DispatchNames
{
    private static readonly (string Name, DispatchClass Dispatch)[] s_names =
    [
        ("singleton", DispatchClass.Singleton),
        ("broadcast_collect", DispatchClass.BroadcastCollect),
        ("broadcast_notify", DispatchClass.BroadcastNotify),
        ("chain", DispatchClass.Chain),
        ("capability", DispatchClass.Capability),
    ];

    public static IReadOnlyList<string> All { get; } = [.. s_names.Select(static pair => pair.Name)];

    public static string Of(DispatchClass dispatch) => s_names.First(pair => pair.Dispatch == dispatch).Name;

    public static DispatchClass? Find(string name) => s_names.Where(pair => pair.Name == name).Select(static pair => (DispatchClass?)pair.Dispatch).FirstOrDefault();
}
