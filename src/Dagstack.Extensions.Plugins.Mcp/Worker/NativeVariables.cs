using System.Runtime.InteropServices;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>The environment as native code has it: on Unix .NET has a copy of its own, and changes only that.</summary>
internal static partial class NativeVariables
{
    /// <summary>Takes a variable out of both.</summary>
    public static void Remove(string name)
    {
        Environment.SetEnvironmentVariable(name, null);
        if (!OperatingSystem.IsWindows())
        {
            _ = unsetenv(name);
        }
    }

#pragma warning disable IDE1006, SYSLIB1054 // It is named as the system names it.
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int unsetenv(string name);
#pragma warning restore IDE1006, SYSLIB1054
}
