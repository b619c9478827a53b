using System.Runtime.InteropServices;

namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>The system's <c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor
{
    public int Descriptor;
    public short Wanted;
    public short Found;
}
