using System.Diagnostics;
using System.Text;

namespace Dagstack.Extensions.Plugins.Tests.Broken;

/// <summary>Manifests that cannot be read at all: bytes that are no text, and things that are no files.</summary>
internal static class BrokenManifestFiles
{
    // Held for as long as the tests run: a file that another process has locked.
    private static readonly List<FileStream> s_held = [];

    public static IReadOnlyList<BrokenPlugin> All { get; } =
    [
        Bytes("utf-16", null, null, [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Text("utf-16"))], "the file is UTF-16.", "Save it as UTF-8."),
        Bytes("utf-16-no-mark", null, "(1,2)", Encoding.Unicode.GetBytes(Text("utf-16-no-mark")), "NUL character beside every other one, as UTF-16 has", "Save it as UTF-8"),
        Bytes("utf-32", null, null, [.. Encoding.UTF32.Preamble, .. Encoding.UTF32.GetBytes(Text("utf-32"))], "the file is UTF-32.", "Save it as UTF-8."),
        Bytes("nul", null, "(7,3)", [.. Encoding.UTF8.GetBytes(Text("nul")), (byte)'\n', (byte)'#', (byte)' ', 0], "NUL character"),
        Bytes("latin-1", null, "(7,16)", [.. Encoding.UTF8.GetBytes(Text("latin-1")), .. "\ndescription = \""u8, 0xE9, (byte)'"'], "the byte 0xE9 does not fit here", "Save it as UTF-8."),
        Bytes("binary", null, "(1,1)", [0x7F, .. "ELF"u8, 2, 1, 1], "not valid TOML"),
        Bytes("large", null, null, Encoding.UTF8.GetBytes(Text("large") + "\n#" + new string('x', 1024 * 1024)), "more than the 1048576 (1 MiB)", "Move data out of it."),
        Bytes("empty", null, null, [], "the file has no content: it is empty", "with a table [plugin]"),
        Of("pipe", "dagstack.json", static file => Run("mkfifo", file), "not a regular file but a pipe or a device", "with an object \"plugin\""),
        Of("folder", "dagstack.toml", static file => Directory.CreateDirectory(file), "there is a folder with the name of the manifest", "put a file in its place"),
        Of("link-dangling", "dagstack.toml", static file => File.CreateSymbolicLink(file, "nowhere"), "a link that leads nowhere", "Correct the link"),
        Of("link-outside", "dagstack.toml", static file => File.CreateSymbolicLink(file, typeof(BrokenManifestFiles).Assembly.Location), "a link that leads out of the root", "Put a file in its place"),
        Of("locked", "dagstack.toml", Lock, "the file cannot be read: ", "Check that it exists and that this process may read it."),
    ];

    private static string Text(string folder) => string.Join('\n', BrokenManifests.Sound(folder));

    private static BrokenPlugin Bytes(string folder, string? key, string? at, byte[] bytes, params string[] says) =>
        Of(folder, "dagstack.toml", file => File.WriteAllBytes(file, bytes), says) with { Key = key, At = at };

    private static BrokenPlugin Of(string folder, string name, Action<string> write, params string[] says) =>
        new(folder, PluginErrorCodes.ManifestInvalid, path => write(Path.Combine(path, name)), says) { File = name };

    private static void Lock(string file)
    {
        File.WriteAllText(file, Text("locked"));
        s_held.Add(new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None));
    }

    private static void Run(string tool, string argument)
    {
        using var process = Process.Start(tool, [argument]);
        process.WaitForExit();
    }
}
