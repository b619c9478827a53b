using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>Says what the number means with which the system refused to start a program.</summary>
internal static class UnixStartErrors
{
    private const int NotThere = 2;
    private const int TooBig = 7;
    private const int NoProgram = 8;
    private const int NoMemory = 12;
    private const int NoAccess = 13;

    public static ChildStartException Describe(ChildCommand command, int error)
    {
        var reason = $"{Marshal.GetPInvokeErrorMessage(error)}, error {error}";
        return new ChildStartException($"The process of {command.Name} could not be started: '{Excerpt.Printable(command.File)}' in '{Excerpt.Printable(command.Folder)}' ({reason}). {Advice(command, error)}");
    }

    private static string Advice(ChildCommand command, int error) => error switch
    {
        NotThere when File.Exists(command.File) => "The file is there, so the interpreter in its first line, or the loader that it was linked for, is not: install that, or name the interpreter in the command.",
        NotThere => "The file does not exist. Install it, or correct the command.",
        TooBig => string.Create(CultureInfo.InvariantCulture, $"Its arguments and its environment are {Size(command):N0} bytes, more than the system hands over: give it less, or give it a file."),
        NoProgram => "The file is no program of this system: a script needs a first line such as '#!/usr/bin/env python3', or name the interpreter in the command.",
        NoAccess => "Make the file executable (chmod +x), and let the host's user into its folder and into the one where it starts; a file system that is mounted noexec runs nothing.",
        NoMemory or 11 or 35 => "The host has reached a limit of processes or of memory: raise it, or run less.",
        _ => "Try to start it by hand in that folder.",
    };

    private static long Size(ChildCommand command) =>
        command.Arguments.Sum(static argument => Encoding.UTF8.GetByteCount(argument) + 1L) + command.Environment.Sum(static item => Encoding.UTF8.GetByteCount(item.Key) + Encoding.UTF8.GetByteCount(item.Value) + 2L);
}
