using Dagstack.Extensions.Plugins.Mcp.Processes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

/// <summary>Starts that fail say why, and leave nothing.</summary>
[Collection(nameof(Alone))]
public sealed class ChildStartTests
{
    [Fact(SkipUnless = nameof(Children.HaveProc), SkipType = typeof(Children), Skip = "Needs /proc.")]
    public async Task Start_Refused_SaysWhyAndLeavesNothing()
    {
        using var folder = new TempFolder();
        var plain = folder.Write("plain", "#!/bin/sh\n");
        var orphan = Executable(folder.Write("orphan", "#!/no/such/interpreter\n"));
        var noise = Executable(folder.Write("noise", "no program\n"));
        (ChildCommand Command, string Message)[] cases =
        [
            (Children.Command("/no/such/file"), "The process of plugin 'tool:x' could not be started: '/no/such/file' in '/' (No such file or directory, error 2). The file does not exist."),
            (Children.Command(plain), "(Permission denied, error 13). Make the file executable (chmod +x)"),
            (Children.Command(orphan), "error 2). The file is there, so the interpreter in its first line"),
            (Children.Command(noise), "error 8). The file is no program of this system: a script needs a first line"),
            (Children.Command("/bin/sh", new string('x', 5_000_000)), "error 7). Its arguments and its environment are 5,000,"),
            (Children.Command("sh"), "'sh', the command of plugin 'tool:x', is not a full path"),
            (Children.Command("/bin/sh", "a", "b\0c"), "Argument 2 of the command of plugin 'tool:x' has a NUL character"),
            (With("/no/such/folder", "A", "1"), "The folder '/no/such/folder', in which plugin 'tool:x' is to be started, does not exist."),
            (With("/", "A=B", "1"), "has a variable named 'A=B'; a name has at least one character, and neither '=' nor NUL"),
            (With("/", "SECRET", "hush\0"), "The variable 'SECRET' in the environment of plugin 'tool:x' has a NUL character"),
        ];

        // What the first use opens stays open.
        await RunOneAsync();
        var before = Children.Descriptors();

        // Often, since what other tests have left is closed meanwhile.
        foreach (var (command, message) in Enumerable.Repeat(cases, 20).SelectMany(static all => all))
        {
            var exception = Assert.Throws<ChildStartException>(() => Children.Start(command));
            Assert.Contains(message, exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("hush", exception.Message, StringComparison.Ordinal);
        }

        await Wait.UntilAsync(() => Children.Descriptors() <= before);
        Assert.Empty(Children.Own());
    }

    private static async Task RunOneAsync()
    {
        await using var child = Children.Shell("exit 0");
        await Children.EndAsync(child);
    }

    private static ChildCommand With(string folder, string name, string value) =>
        new() { Name = "plugin 'tool:x'", File = "/bin/sh", Folder = folder, Environment = new Dictionary<string, string> { [name] = value } };

    private static string Executable(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return file;
    }
}
