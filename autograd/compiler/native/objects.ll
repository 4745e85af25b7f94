; Python's objects: numbers out of them, and new ones of numbers. `held` is a tuple whose first
; items are the types float and int. What is false may leave an error behind, to be cleared.

declare double @PyFloat_AsDouble(ptr)
declare ptr @PyFloat_FromDouble(double)
declare ptr @PyTuple_New(i64)
declare ptr @PyTuple_GetItem(ptr, i64)
declare i32 @PyTuple_SetItem(ptr, i64, ptr)
declare ptr @PyList_New(i64)
declare ptr @PyList_GetItem(ptr, i64)
declare i32 @PyList_SetItem(ptr, i64, ptr)
declare ptr @PyDict_New()
declare i32 @PyDict_Next(ptr, ptr, ptr, ptr)
declare i32 @PyDict_SetItem(ptr, ptr, ptr)
declare ptr @PyObject_Type(ptr)
declare i64 @PyObject_Size(ptr)
declare i32 @PyObject_RichCompareBool(ptr, ptr, i32)
declare ptr @PyObject_CallObject(ptr, ptr)
declare i32 @PyObject_GetBuffer(ptr, ptr, i32)
declare void @PyBuffer_Release(ptr)
declare ptr @PyErr_Occurred()
declare void @PyErr_Clear()
declare ptr @PyErr_NoMemory()
declare ptr @PyMem_Malloc(i64)
declare void @PyMem_Free(ptr)
declare void @Py_DecRef(ptr)
declare void @Py_IncRef(ptr)
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)

; whether x is of this type, and of none derived from it
define internal i1 @is_of(ptr %x, ptr %type) {
  %found = call ptr @PyObject_Type(ptr %x)
  call void @Py_DecRef(ptr %found)
  %same = icmp eq ptr %found, %type
  ret i1 %same
}

; puts the number in x there; false if x is neither a float nor an int that fits into one
define internal i1 @number(ptr %held, ptr %x, ptr %to) {
  %type = call ptr @PyObject_Type(ptr %x)
  call void @Py_DecRef(ptr %type)
  %float = call ptr @PyTuple_GetItem(ptr %held, i64 0)
  %is_float = icmp eq ptr %type, %float
  br i1 %is_float, label %taken, label %other
taken:
  %double = call double @PyFloat_AsDouble(ptr %x)
  store double %double, ptr %to
  ret i1 true
other:
  %int = call ptr @PyTuple_GetItem(ptr %held, i64 1)
  %is_int = icmp eq ptr %type, %int
  br i1 %is_int, label %whole, label %no
whole:
  %rounded = call double @PyFloat_AsDouble(ptr %x)
  store double %rounded, ptr %to
  %error = call ptr @PyErr_Occurred()
  %fits = icmp eq ptr %error, null
  br i1 %fits, label %yes, label %no
yes:
  ret i1 true
no:
  ret i1 false
}

; puts the numbers in a list or a tuple there, by what gives the item of it at a place
define internal i1 @numbers(ptr %held, ptr %x, ptr %item, i64 %size, ptr %to) {
entry:
  br label %test
test:
  %i = phi i64 [ 0, %entry ], [ %next, %body ]
  %more = icmp slt i64 %i, %size
  br i1 %more, label %body, label %end
body:
  %entry_i = call ptr %item(ptr %x, i64 %i)
  %to_i = getelementptr double, ptr %to, i64 %i
  %is_number = call i1 @number(ptr %held, ptr %entry_i, ptr %to_i)
  %next = add i64 %i, 1
  br i1 %is_number, label %test, label %no
end:
  ret i1 true
no:
  ret i1 false
}

; puts the entries of an array of doubles of this shape there, which lie one after the other;
; flags and places in a view of memory are those of Py_buffer, in a process of 64 bits
define internal i1 @entries(ptr %x, i32 %axes, ptr %shape, i64 %bytes, ptr %to) {
entry:
  %view = alloca [10 x i64]
  %error = call i32 @PyObject_GetBuffer(ptr %x, ptr %view, i32 60)
  %has_view = icmp eq i32 %error, 0
  br i1 %has_view, label %viewed, label %without
without:
  ret i1 false
viewed:
  %format_at = getelementptr i8, ptr %view, i64 40
  %format = load ptr, ptr %format_at
  %text = load i16, ptr %format, align 1
  %is_double = icmp eq i16 %text, 100
  %axes_at = getelementptr i8, ptr %view, i64 36
  %found_axes = load i32, ptr %axes_at
  %as_many = icmp eq i32 %found_axes, %axes
  %alike = and i1 %is_double, %as_many
  br i1 %alike, label %axis, label %no
axis:
  %k = phi i32 [ 0, %viewed ], [ %next, %same ]
  %more = icmp slt i32 %k, %axes
  br i1 %more, label %length, label %copy
length:
  %shape_at = getelementptr i8, ptr %view, i64 48
  %lengths = load ptr, ptr %shape_at
  %length_at = getelementptr i64, ptr %lengths, i32 %k
  %found = load i64, ptr %length_at
  %wanted_at = getelementptr i64, ptr %shape, i32 %k
  %wanted = load i64, ptr %wanted_at
  %equal = icmp eq i64 %found, %wanted
  br i1 %equal, label %same, label %no
same:
  %next = add i32 %k, 1
  br label %axis
copy:
  %from = load ptr, ptr %view
  call void @llvm.memcpy.p0.p0.i64(ptr %to, ptr %from, i64 %bytes, i1 false)
  call void @PyBuffer_Release(ptr %view)
  ret i1 true
no:
  call void @PyBuffer_Release(ptr %view)
  ret i1 false
}

; a new list or tuple of the doubles at these places
define internal ptr @sequence(ptr %new, ptr %set, ptr %from, ptr %places, i64 %size) {
entry:
  %made = call ptr %new(i64 %size)
  br label %test
test:
  %i = phi i64 [ 0, %entry ], [ %next, %body ]
  %more = icmp slt i64 %i, %size
  br i1 %more, label %body, label %end
body:
  %place_at = getelementptr i64, ptr %places, i64 %i
  %place = load i64, ptr %place_at
  %x_at = getelementptr double, ptr %from, i64 %place
  %x = load double, ptr %x_at
  %float = call ptr @PyFloat_FromDouble(double %x)
  %error = call i32 %set(ptr %made, i64 %i, ptr %float)
  %next = add i64 %i, 1
  br label %test
end:
  ret ptr %made
}

; a new array, made by calling `empty`, of the doubles at these places; null if it raises
define internal ptr @array(ptr %empty, ptr %from, ptr %places, i64 %size) {
entry:
  %view = alloca [10 x i64]
  %made = call ptr @PyObject_CallObject(ptr %empty, ptr null)
  %is_made = icmp ne ptr %made, null
  br i1 %is_made, label %open, label %end
open:
  %error = call i32 @PyObject_GetBuffer(ptr %made, ptr %view, i32 57)
  %to = load ptr, ptr %view
  br label %test
test:
  %i = phi i64 [ 0, %open ], [ %next, %body ]
  %more = icmp slt i64 %i, %size
  br i1 %more, label %body, label %close
body:
  %place_at = getelementptr i64, ptr %places, i64 %i
  %place = load i64, ptr %place_at
  %x_at = getelementptr double, ptr %from, i64 %place
  %x = load double, ptr %x_at
  %to_i = getelementptr double, ptr %to, i64 %i
  store double %x, ptr %to_i
  %next = add i64 %i, 1
  br label %test
close:
  call void @PyBuffer_Release(ptr %view)
  br label %end
end:
  ret ptr %made
}
