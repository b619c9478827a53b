namespace Dagstack.Extensions.Configuration.Tree;

/// <summary>How far a path goes.</summary>
/// <param name="Node">The last node on the way.</param>
/// <param name="Path">The path of that node, with an index in place of each <c>[*]</c>.</param>
/// <param name="Steps">How many steps were made. If it is all of them, this is what the path leads to.</param>
internal readonly record struct PathEnd(ConfigNode Node, string Path, int Steps);
