namespace Dagstack.Extensions.Plugins.Hookspecs.Tests;

/// <summary>The Python that modules are run with.</summary>
internal static class Pythons
{
    private static readonly Lazy<Task<string?>> s_withPydantic = new(FindAsync);

    /// <summary>Gets a Python; the test is skipped where there is none.</summary>
    public static string Any()
    {
        var python = All().FirstOrDefault();
        Assert.SkipWhen(python is null, "There is no python3 in the PATH.");
        return python!;
    }

    /// <summary>Gets a Python that can import pydantic 2; the test is skipped where there is none.</summary>
    public static async Task<string> WithPydanticAsync()
    {
        var python = await s_withPydantic.Value;
        Assert.SkipWhen(python is null, "No python3 in the PATH can import pydantic 2: install it by 'pip install pydantic'.");
        return python!;
    }

    public static string Script(string name) => Path.Combine(Repository.Root, "tests", "fixtures", "Pydantic", name);

    private static IEnumerable<string> All() =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(static folder => Path.Combine(folder, "python3")).Where(File.Exists);

    private static async Task<string?> FindAsync()
    {
        foreach (var python in All())
        {
            var result = await Tool.RunProgramAsync(python, Path.GetTempPath(), "-c", "import pydantic, sys; sys.exit(not pydantic.VERSION.startswith('2.'))");
            if (result.ExitCode == 0)
            {
                return python;
            }
        }

        return null;
    }
}
