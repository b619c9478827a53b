using System.Security;

namespace Dagstack.Tool.Creation;

/// <summary>Paths as files of projects have them.</summary>
internal static class ProjectPath
{
    /// <summary>Writes a path from a folder, with forward slashes, and escaped for XML.</summary>
    public static string Relative(string folder, string path) => SecurityElement.Escape(Path.GetRelativePath(folder, path).Replace('\\', '/'));
}
