using System.Globalization;
using System.Text;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Kinds;

/// <summary>What is on disk in the place of a file that is made of a kind.</summary>
/// <param name="Path">The file on disk.</param>
/// <param name="Made">The file that is made.</param>
/// <param name="There">What it says; null if it is not there. Line endings are those of the file that is made: version control may change them.</param>
internal sealed record WrittenKindFile(string Path, KindFile Made, string? There)
{
    /// <summary>Gets a value indicating whether it says what it has to say.</summary>
    public bool IsSame => There == Made.Text;

    /// <summary>Looks for a file.</summary>
    /// <param name="folder">The folder of all files.</param>
    /// <param name="made">The file that is made.</param>
    public static WrittenKindFile Find(string folder, KindFile made)
    {
        var path = System.IO.Path.Combine([folder, .. made.Path.Split('/')]);
        return new(path, made, File.Exists(path) ? File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal) : null);
    }

    /// <summary>Writes it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write()
    {
        try
        {
            WholeFile.Write(Path, Encoding.UTF8.GetBytes(Made.Text));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"'{Places.Shorten(Path)}' cannot be written: {fault.Message}", fault);
        }
    }

    /// <summary>Finds the first line that differs.</summary>
    /// <returns>Its number from 1, what it says, and what it has to say; null if the file is not there, or says the same.</returns>
    public (int Line, string Found, string Expected)? FirstDifference()
    {
        if (There is null || IsSame)
        {
            return null;
        }

        var (found, expected) = (There.Split('\n'), Made.Text.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(found.Length, expected.Length)).First(i => found.ElementAtOrDefault(i) != expected.ElementAtOrDefault(i));
        return (line + 1, Show(found, line), Show(expected, line));
    }

    private static string Show(string[] lines, int line) => line < lines.Length ? string.Create(CultureInfo.InvariantCulture, $"'{Excerpt.Of(lines[line].Trim())}'") : "nothing";
}
