namespace Dagstack.Extensions.Configuration.Tree;

/// <summary>What a path with <c>[*]</c> leads to, as a list whose items are where they are.</summary>
internal sealed class ConfigMatches(ConfigNode root) : ConfigList(root.Source, root.Line, root.Column)
{
    private readonly List<string> _paths = [];

    public override string PathOf(string path, int index) => _paths[index];

    public void Add(PathEnd end)
    {
        Add(end.Node);
        _paths.Add(end.Path);
    }
}
