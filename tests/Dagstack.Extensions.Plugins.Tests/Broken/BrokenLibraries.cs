namespace Dagstack.Extensions.Plugins.Tests.Broken;

/// <summary>Plugins with a native library that is missing or cannot be used.</summary>
internal static class BrokenLibraries
{
    private static readonly string s_elsewhere = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.Private.CoreLib.dll");

    public static IReadOnlyList<BrokenPlugin> All { get; } =
    [
        Row("library-missing", "needed_missing", static _ => { }, "needs the native library 'needed_missing', which was not found.", Path.Combine("runtimes", System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier, "native"), "Put it into one of these folders, or install it."),
        Row("library-is-text", "needed_text", static path => File.WriteAllText(Path.Combine(path, "needed_text.so"), "text"), "needed_text.so' cannot be loaded", "It is for another system or processor, or a library that it needs itself is missing"),
        Row("library-is-a-link-out", "needed_link", static path => File.CreateSymbolicLink(Path.Combine(path, "needed_link.so"), s_elsewhere), "leaves the plugin's folder") with { File = "needed_link.so" },
        Row("library-without-the-function", "libSystem.Native", static _ => { }, "calls a function that a native library does not have", "'needed_function'"),
    ];

    private static BrokenPlugin Row(string folder, string library, Action<string> also, params string[] says) => BrokenCode.Row(
        folder,
        BrokenCode.Chunker("Call();", $"[System.Runtime.InteropServices.DllImport(\"{library}\", EntryPoint = \"needed_function\")] static extern void Call();"),
        also,
        says);
}
